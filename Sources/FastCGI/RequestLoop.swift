import Glibc
import Threading

/// The reading thread: takes whatever connection has something to say, one request at a time.
///
/// It waits for nothing but the next connection. A request that is not there as a whole goes to a thread that may wait.
struct RequestLoop: ~Copyable {
    private let server: FastCGIServer
    private var intake: RequestIntake

    init(server: FastCGIServer) {
        self.server = server
        intake = RequestIntake(server: server)
    }

    mutating func run() {
        while !server.hasEnded {
            let token = ConnectionToken(raw: server.queue.next())
            switch token {
            case .listener: server.acceptAll()
            case .end: return
            default:
                if let connection = server.table[token].claim(token) { serve(token, connection) }
            }
        }
    }

    private mutating func serve(_ token: ConnectionToken, _ connection: ConnectionSlot.Claim) {
        do throws(PeerRefusal) {
            switch try intake.look(connection) {
            case .nothing:
                server.release(token, connection)
            case .end:
                server.table.close(token)
            case .whole(let trailing):
                try intake.serveWhole(token, connection, trailing: trailing)
            case .partial:
                let server = server
                server.countBegun()
                server.waiters.run {
                    var intake = RequestIntake(server: server)
                    intake.servePartial(token, connection)
                    server.countEnded()
                }
            }
        } catch {
            server.refuse(token, error)
        }
    }
}
