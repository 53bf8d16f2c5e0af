import Glibc

/// One request thread: takes whatever connection has something to say, one request at a time.
struct RequestLoop: ~Copyable {
    private let server: FastCGIServer
    private var exchange = Exchange()
    private var shape: RequestShape
    private var buffer = [UInt8](repeating: 0, count: RecordReader.bufferBytes)

    init(server: FastCGIServer) {
        self.server = server
        shape = RequestShape(limits: server.limits)
    }

    mutating func run() {
        var isAtQueue = false
        while true {
            if !isAtQueue { server.attendance.goToQueue() }
            let token = ConnectionToken(raw: server.queue.next())
            server.attendance.leaveQueue()
            isAtQueue = false
            switch token {
            case .listener: server.acceptAll()
            case .end: return
            default: isAtQueue = attend(token)
            }
            if server.hasEnded { return }
        }
    }

    /// Serves a connection for as long as the thread may stay with it. Whether it counts as being at the queue again.
    private mutating func attend(_ token: ConnectionToken) -> Bool {
        while let connection = server.table[token].claim(token), serve(token, connection) {
            server.table[token].markIdle()
            guard server.attendance.stay(with: connection.descriptor) else {
                server.table.queueAgain(token, descriptor: connection.descriptor)
                return true
            }
        }
        return false
    }

    /// One request. Whether the connection is kept; else it is closed.
    private mutating func serve(_ token: ConnectionToken, _ connection: ConnectionSlot.Claim) -> Bool {
        var isCopyClosed = false
        do throws(PeerRefusal) {
            shape.reset()
            switch try PeekedRequest.look(at: connection.descriptor, &shape, &buffer) {
            case .nothing:
                return true
            case .end:
                break
            case .whole(let trailing):
                let isKept = try serveWhole(server.table[token], connection.copy, &isCopyClosed)
                if isKept, trailing == 0 { return true }
            case .partial:
                shape.reset()
                if try servePartial(server.table[token], connection) { return true }
            }
        } catch {
            server.countRefusal(error)
        }
        server.table.close(token, copyIsClosed: isCopyClosed)
        return false
    }

    /// The usual case: everything is there and has been checked, so libfcgi reads it from the connection.
    /// Whether the connection can be kept.
    private mutating func serveWhole(
        _ slot: ConnectionSlot, _ copy: CInt, _ isCopyClosed: inout Bool
    ) throws(PeerRefusal) -> Bool {
        let isUsable = exchange.accept(from: copy)
        defer { isCopyClosed = exchange.end() }
        guard isUsable else { throw .unusable }
        var request = exchange.copyParameters()
        // Read even when too long: an unread rest would be taken for records, or reset the connection.
        guard let body = exchange.readInput(shape.inputBytes) else { throw .unusable }
        if body.count > server.bodyLimit(request.path) {
            request.body = .tooLarge
        } else {
            request.body = request.announcedBytes == body.count ? .whole(body) : .mismatched
        }
        return respond(to: request, slot, copy)
    }

    /// The rare case: the request comes in pieces or is long. Whether the connection can be kept.
    private mutating func servePartial(
        _ slot: ConnectionSlot, _ connection: ConnectionSlot.Claim
    ) throws(PeerRefusal) -> Bool {
        let reader = RecordReader(descriptor: connection.descriptor)
        let head = try reader.readHead(&shape, &buffer)
        var pipe = try HeadPipe(head: head, requestID: shape.requestID)
        let isUsable = exchange.accept(from: pipe.readEnd) && exchange.readInput(0) != nil
        guard isUsable else {
            pipe.isReadEndClosed = exchange.end()
            throw .unusable
        }
        defer { _ = exchange.end() }
        var request = exchange.copyParameters()
        let announced = request.announcedBytes
        let body = try reader.readInput(
            &shape, &buffer, limit: server.bodyLimit(request.path), announced: announced ?? 0,
            drainBytes: server.limits.drainBytes)
        if let body {
            request.body = announced == body.count ? .whole(body) : .mismatched
        } else {
            request.body = .tooLarge
        }
        return respond(to: request, slot, connection.copy)
    }

    private mutating func respond(to request: FastCGIRequest, _ slot: ConnectionSlot, _ copy: CInt) -> Bool {
        slot.markHandling()
        let response = server.handle(request)
        slot.markWriting()
        guard exchange.answer(response.bytes, to: copy) else {
            server.countUndelivered(request)
            return false
        }
        guard case .whole = request.body else { return false }
        return shape.isKept && !server.isStopping
    }
}
