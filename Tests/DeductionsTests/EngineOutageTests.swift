import Deductions
import DevStack
import Foundation
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("The engine while the database is away", .serialized)
struct EngineOutageTests {
    private let stage: EngineStage

    init() throws { stage = try EngineStage() }

    /// Repeats a command as a client does until it is answered; at most a hundred times.
    private func persistently(_ command: any Command, _ engine: Engine) -> Verdict? {
        for _ in 0..<100 {
            let verdict = engine.submit(command, .milliseconds(1000))
            if case .answered = verdict { return verdict }
            Thread.sleep(forTimeInterval: 0.1)
        }
        return nil
    }

    @Test("B1 mariadbd killed three times under load: what was acknowledged is there, exactly once")
    func killedServer() throws {
        let engines = [stage.engine(lanes: 2), stage.engine(lanes: 2, name: "other")]
        defer { for engine in engines { engine.stop() } }
        let cast = try stage.makeCast(engines[0], money: [100_000, 100_000, 100_000])
        let acknowledged = Guarded<[String: Identifier]>([:])
        let clients = (0..<16).map { client in
            JoinableThread(name: "client-\(client)") {
                for number in 0..<60 {
                    let no = "b1-\(client)-\(number)"
                    let charge = Order.charge(cast.merchants[0], cast.rich[client % 3], 1, no: no)
                    guard let payment = self.persistently(charge, engines[number % 2])?.payment else { continue }
                    acknowledged.withLock { $0[no] = payment.terms.id }
                }
            }
        }
        for _ in 0..<3 {
            Thread.sleep(forTimeInterval: 0.3)
            stage.server.kill()
            Thread.sleep(forTimeInterval: 0.2)
            try stage.server.waitUntilReady()
        }
        for client in clients { client.join() }
        let session = try stage.administrator()
        defer { session.close() }
        let stored = try session.query(
            "SELECT out_trade_no, id FROM payment WHERE merchant_id = \(cast.merchants[0].number)")
        let found = Dictionary(stored.map { ($0.string(0), Identifier($0.int64(1))) }, uniquingKeysWith: { $1 })
        #expect(stored.count == 16 * 60)
        #expect(acknowledged.withLock { $0 } == found)
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("B3 no connection to be had: refused without effect, and back when there is one")
    func connectionsExhausted() throws {
        let session = try stage.administrator()
        defer { session.close() }
        let first = stage.engine(lanes: 1)
        let cast = try stage.makeCast(first)
        first.stop()
        try session.script("SET GLOBAL max_connections = 10")
        var occupants: [Session] = []
        while let occupant = try? Session(stage.address) { occupants.append(occupant) }
        let engine = stage.engine(lanes: 1)
        defer { engine.stop() }
        let charge = Order.charge(cast.merchants[0], cast.rich[0], 10, no: "b3")
        #expect(engine.submit(charge, .milliseconds(300)) == .overloaded)
        // On the session there is: a new one might find no room either.
        let made = try session.query("SELECT id FROM payment WHERE merchant_id = \(cast.merchants[0].number)")
        #expect(made.isEmpty)
        for occupant in occupants { occupant.close() }
        #expect(persistently(charge, engine)?.payment?.standing.state == .captured)
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("B5 a restarted server has forgotten prepared statements and settings: lanes make them anew")
    func restartedServer() throws {
        let engine = stage.engine(lanes: 2)
        defer { engine.stop() }
        let cast = try stage.makeCast(engine)
        #expect(persistently(Order.charge(cast.merchants[0], cast.rich[0], 10, no: "b5a"), engine)?.payment != nil)
        try stage.server.restart()
        #expect(persistently(Order.charge(cast.merchants[0], cast.rich[0], 10, no: "b5b"), engine)?.payment != nil)
        // A session that committed each statement by itself would leave half of a batch behind when one is killed.
        #expect(try stage.wallet(cast.rich[0])?.balance == 3980)
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("B6 the client gives up while the server still commits: the fence waits, and tells that it happened")
    func commitOutlivesItsClient() throws {
        let engine = stage.engine(lanes: 1) { settings in
            settings.timeouts = SessionTimeouts(connectSeconds: 1, readSeconds: 1, writeSeconds: 1)
        }
        defer { engine.stop() }
        let cast = try stage.makeCast(engine)
        let blocker = try stage.administrator()
        defer { blocker.close() }
        for step in ["START", "FLUSH", "BLOCK_DDL", "BLOCK_COMMIT"] { try blocker.script("BACKUP STAGE \(step)") }
        guard case .waiting(let ticket) = engine.post(Order.charge(cast.merchants[0], cast.rich[0], 10, no: "b6"))
        else { throw StageFailure.noPayer }
        let watcher = try stage.administrator()
        defer { watcher.close() }
        // The lane's first session is left committing, and a second one of the lane has come.
        while try sessions(watcher, "info = 'COMMIT'") == 0 { Thread.sleep(forTimeInterval: 0.01) }
        let before = try resolutions(watcher)
        while try sessions(watcher, "1 = 1") < 2 { Thread.sleep(forTimeInterval: 0.01) }
        try blocker.script("BACKUP STAGE END")
        let payment = try #require(ticket.verdict(.milliseconds(30_000)).payment)
        #expect(payment.standing.state == .captured)
        #expect(try stage.payments(cast.merchants[0], outTradeNo: "b6") == 1)
        // The count of resolutions goes out with the lane's next batch.
        #expect(persistently(Order.charge(cast.merchants[0], cast.rich[0], 1, no: "b6b"), engine)?.payment != nil)
        #expect(try resolutions(watcher) > before)
        #expect(try stage.brokenInvariants() == [])
    }

    private func sessions(_ watcher: Session, _ condition: StaticString) throws -> Int {
        try watcher.query(
            """
            SELECT id FROM information_schema.processlist WHERE user = 'kadock_worker' AND \(identifier: condition)
            """
        ).count
    }

    private func resolutions(_ watcher: Session) throws -> Int64 {
        try watcher.query("SELECT SUM(resolved_committed + resolved_lost) FROM lane").first?.int64(0) ?? 0
    }
}
