import Deductions
import DevStack
import Foundation
import Ledger
import MariaDB
import Policies
import Settlement
import Testing
import Threading
import Values

/// The books are checked all the time, by one worker of all.
@Suite("Workers watch the books", .serialized)
struct AuditWatchTests {
    private let stage: AuditRoom
    private var room: SettleRoom { stage.room }

    init() throws { stage = try AuditRoom() }

    private func worker(_ name: String, _ settings: [String: Any] = [:]) throws -> WorkerProcess {
        let own: [String: Any] = [
            "name": name, "database.socket": room.server.place.socket, "sequencer": "off", "webhooks": "off",
            "database.password_file": room.server.place.passwordFile(.worker),
        ]
        let worker = try WorkerProcess(own.merging(settings) { $1 })
        try worker.start()
        #expect(worker.waitUntilReady())
        return worker
    }

    private func holder() throws -> String? {
        try room.query("SELECT holder FROM audit_lease").first?.string(0)
    }

    private func waitForFreeze() throws -> Bool { try AuditRoom.wait { try !stage.freezes().isEmpty } }

    @Test(
        "What breaks is frozen alone while others pay, and the log and the counters tell",
        arguments: ["balance", "pending"])
    func frozen(_ what: String) throws {
        let worker = try worker("watch")
        #expect(try AuditRoom.wait { try holder() == "watch" })
        if what == "balance" {
            try room.execute("UPDATE wallet SET balance = balance + 7 WHERE payer_id = \(stage.payer.number)")
        } else {
            try room.execute("UPDATE merchant_account SET balance = balance + 7")
        }
        #expect(try waitForFreeze())
        let freezes = try stage.freezes()
        #expect(freezes.count == 1 && freezes.first?.found == (freezes.first?.expected ?? 0) + 7)
        #expect(try stage.pays(stage.other))
        #expect(try stage.pays(stage.payer) == (what == "pending"))
        #expect(stage.refund(1, no: "w1") == .answered(.refused(.stateConflict), replayed: false))
        let line = worker.logLines.first { $0.contains("account frozen") } ?? ""
        #expect(line.contains("\"level\":\"error\"") && line.contains("\"figure\":\"balance\""), "\(line)")
        let counted = try AuditRoom.wait {
            let metrics = try worker.ask("GET", "/metrics", [("KADOCK_INTERNAL", "1")])
            return metrics.contains("kadock_audit_broken_accounts{worker=\"watch\"} 1")
        }
        #expect(counted)
        kill(worker.process.processIdentifier, SIGTERM)
        #expect(worker.exitStatus() == 0)
    }

    @Test("One of two workers looks; when it is killed the other one does")
    func replaced() throws {
        let workers = try ["one", "two"].map { try worker($0) }
        #expect(try AuditRoom.wait { try ["one", "two"].contains(holder()) })
        let first = try #require(try holder())
        let epoch = try #require(try room.query("SELECT epoch FROM audit_lease").first?.int64(0))
        Thread.sleep(forTimeInterval: 2)
        #expect(try holder() == first)
        kill(workers[first == "one" ? 0 : 1].process.processIdentifier, SIGKILL)
        #expect(try AuditRoom.wait { try holder() != first })
        #expect(try room.query("SELECT epoch FROM audit_lease").first?.int64(0) == epoch + 1)
        try room.execute("UPDATE wallet SET balance = balance + 7 WHERE payer_id = \(stage.payer.number)")
        #expect(try waitForFreeze())
    }

    @Test("A worker told not to looks at nothing")
    func off() throws {
        let worker = try worker("off", ["audit": "off"])
        Thread.sleep(forTimeInterval: 5)
        #expect(try holder() == "")
        kill(worker.process.processIdentifier, SIGTERM)
        #expect(worker.exitStatus() == 0)
    }

    @Test("Of two in one place one looks at a time, and whoever has lost the lease notices")
    func lease() throws {
        let address = try room.server.address(.worker)
        let (first, second) = (BalanceAudit(address, holder: "a") { _ in }, BalanceAudit(address, holder: "b") { _ in })
        for _ in 0..<5 { _ = try (first.round(), second.round()) }
        #expect(first.counts.rows > 0 && second.counts.rows == 0)
        try room.execute("UPDATE audit_lease SET lease_until = 0, epoch = epoch + 1")
        #expect(try AuditRoom.wait { try second.round() < 0 || second.counts.passes > 0 })
        let rows = first.counts.rows
        for _ in 0..<5 { _ = try first.round() }
        #expect(first.counts.rows == rows)
    }

    @Test("Between two passes, quick looks find a wallet that broke before it moved, without its whole history")
    func moved() throws {
        let told = Guarded<[AuditVerdict]>([])
        let address = try room.server.address(.worker)
        let audit = BalanceAudit(address, holder: "a", passEvery: .seconds(86_400)) { verdict in
            told.withLock { $0.append(verdict) }
        }
        #expect(try AuditRoom.wait { try audit.round() < 0 || audit.counts.passes > 0 })
        try room.execute("UPDATE wallet SET balance = balance + 7 WHERE payer_id = \(stage.payer.number)")
        #expect(try stage.pays(stage.payer))
        #expect(try AuditRoom.wait { try audit.round() < 0 || !told.withLock { $0.isEmpty } })
        #expect(audit.counts.passes == 1 && audit.counts.brokenAccounts == 1)
        #expect(try !stage.pays(stage.payer))
    }

    @Test("While lanes of two engines do all they can do, thousands of looks find nothing")
    func underLoad() throws {
        let engines = [room.engine, Engine(EngineSettings(), address: try room.server.address(.worker))]
        defer { engines[1].stop() }
        let payers = try (0..<6).map { _ in try room.payer(1_000_000) }
        let isOver = Guarded(false)
        let crowd = AuditCrowd(merchant: room.merchant, payers: payers, engines: engines)
        let threads = (0..<6).map { number in
            JoinableThread(name: "crowd-\(number)") {
                var round = 0
                while !isOver.withLock({ $0 }) {
                    crowd.round(round, of: number)
                    round += 1
                }
            }
        }
        let session = try stage.session()
        defer { session.close() }
        var (broken, looks): ([AuditFinding], Int) = ([], 0)
        let deadline = Deadline.milliseconds(15_000)
        let told = Guarded<[AuditVerdict]>([])
        let audit = BalanceAudit(try room.server.address(.worker), holder: "a") { verdict in
            told.withLock { $0.append(verdict) }
        }
        while !deadline.isPast {
            var pass = AuditPass()
            while !pass.isDone {
                broken += try pass.step(limit: 500, session).findings
                _ = try audit.round()
                looks += 1
            }
        }
        isOver.withLock { $0 = true }
        for thread in threads { thread.join() }
        #expect(broken == [] && told.withLock { $0.count } == 0)
        #expect(looks > 100 && audit.counts.rows > 100)
        #expect(try room.query("SELECT COUNT(*) FROM entry").first?.int64(0) ?? 0 > 500)
        #expect(try room.run("--as-of", "3400-01-01T00:00:00Z").status == 0)
        #expect(try stage.check().isWhole)
    }
}
