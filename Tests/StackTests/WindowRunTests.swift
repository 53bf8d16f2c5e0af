import Deductions
import DevStack
import MariaDB
import Testing
import Values

/// `kadock-settle run`, as a timer or an operator runs it.
@Suite("Windows are charged", .serialized)
struct WindowRunTests {
    private let room: SettleRoom

    init() throws { room = try SettleRoom() }

    private func number(_ sql: SQL) throws -> Int64? { try room.query(sql).first?.int64(0) }

    private func state(_ payment: Payment) throws -> String? {
        try room.query("SELECT state FROM payment WHERE id = \(payment.terms.id.number)").first?.string(0)
    }

    /// Six payers with fifty payments of 10 each, all for one window.
    private func fill() throws {
        for _ in 0..<6 {
            let payer = try room.payer(1_000)
            for _ in 0..<50 { try room.queue(payer, 10, window: 0) }
        }
    }

    /// All 300 were charged, once, in one posting for each payer.
    private func expectAllCharged() throws {
        #expect(try number("SELECT COUNT(*) FROM payment WHERE state = 'captured' AND captured = 10") == 300)
        #expect(try number("SELECT COUNT(DISTINCT posting_id) FROM queue_item WHERE state = 'posted'") == 6)
        #expect(try number("SELECT COUNT(*) FROM wallet WHERE balance = 500 AND queued = 0") == 6)
        #expect(try number("SELECT balance FROM merchant_account WHERE kind = 2") == 3_000)
        #expect(
            try number(
                "SELECT charged_count FROM batch_window WHERE state = 'done' AND charged_amount = 3000") == 300)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A window that has opened is charged, one posting for each payer; another waits until --as-of says so")
    func windows() throws {
        try fill()
        let later = try room.queue(room.payer(100), 40, window: 40_000_000_000)
        let first = try room.run()
        #expect(first.status == 0, "\(first.complaint)")
        #expect(first["windows"] == 1 && first["charged"] == 300 && first["postings"] == 6)
        try expectAllCharged()
        #expect(try state(later) == "queued")
        let lanes = try number("SELECT COUNT(*) FROM lane")
        #expect(try room.run()["charged"] == 0)
        #expect(try number("SELECT COUNT(*) FROM lane") == lanes)
        let second = try room.run("--as-of", "3400-01-01T00:00:00Z")
        #expect(second["charged"] == 1, "\(second.complaint)")
        #expect(try state(later) == "captured")
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A window of more payers than are charged at once is done in one run")
    func large() throws {
        for _ in 0..<210 { try room.queue(room.payer(100), 10, window: 0) }
        let run = try room.run()
        #expect(run["charged"] == 210 && run["windows"] == 1 && run["busy"] == 0, "\(run.complaint)")
        #expect(try number("SELECT charged_count FROM batch_window WHERE state = 'done'") == 210)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("J3 who is short at a window is tried at the next ones, then declined")
    func short() throws {
        let payer = try room.payer(100)
        let (big, small) = (try room.queue(payer, 90, window: 0, tries: 2), try room.queue(payer, 80, window: 0))
        let run = try room.run()
        #expect(run["charged"] == 1 && run["postponed"] == 1, "\(run.complaint)")
        #expect(try state(big) == "captured")
        let next = try #require(
            try number("SELECT window_at FROM queue_item WHERE payment_id = \(small.terms.id.number)"))
        #expect(next > WallClock.now().microseconds && next % 1_800_000_000 == 0)
        #expect(try room.run()["charged"] == 0)
        #expect(try room.run("--as-of", "2099-01-01T00:00:00Z")["postponed"] == 1)
        #expect(try room.run("--as-of", "2099-01-01T00:00:00Z")["declined"] == 1)
        #expect(try room.run("--as-of", "2099-01-01T00:00:00Z")["declined"] == 0)
        #expect(try state(small) == "declined")
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A7 two runs at once charge every payment once")
    func twins() throws {
        try fill()
        let arguments = ["run", "--config", room.configuration]
        let twins = [try room.start(arguments), try room.start(arguments)].map(room.end)
        // One may find the window in the other's hands.
        for ended in twins { #expect(ended.status == 0 || ended.status == 75, "\(ended.complaint)") }
        #expect(twins.contains { $0.status == 0 })
        #expect(try room.run().status == 0)
        try expectAllCharged()
    }

    @Test(
        "A6 killed anywhere, a run is finished by the next, and nothing is charged twice",
        arguments: [
            "window-opened", "window-claimed", "before-commit", "after-commit", "window-posted", "window-checked",
        ])
    func killed(_ place: String) throws {
        try fill()
        #expect(try room.run(environment: ["KADOCK_CRASH_AT": place]).isKilled)
        #expect(try room.brokenInvariants() == [])
        let again = try room.run()
        #expect(again.status == 0, "\(again.complaint)")
        try expectAllCharged()
    }

    @Test("A window out of the ordinary waits for an operator, all of it or what is odd in it")
    func stopped() throws {
        let payer = try room.payer(1_000_000)
        for window in 0..<14 {
            for _ in 0..<3 { try room.queue(payer, 100, window: Int64(window)) }
            #expect(try room.run()["charged"] == 3)
        }
        // One payment is odd, the rest goes through.
        let odd = try room.queue(payer, 5_000, window: 20)
        for _ in 0..<2 { try room.queue(payer, 100, window: 20) }
        let part = try room.run()
        #expect(part["charged"] == 2 && part["stopped"] == 1, "\(part.complaint)")
        #expect(try state(odd) == "queued")
        // All of them are odd together.
        for _ in 0..<30 { try room.queue(payer, 100, window: 30) }
        let whole = try room.run()
        #expect(whole.status == 0 && whole["charged"] == 0 && whole["stopped"] == 1)
        #expect(try room.run()["stopped"] == 0)
        #expect(try number("SELECT COUNT(*) FROM queue_item WHERE state = 'stopped'") == 31)
        #expect(try room.brokenInvariants() == [])

        let list = try room.kadock("batches", "list")
        #expect(list.status == 0 && list.output.contains("largest 5000 (usually 100)"), "\(list.output)")
        #expect(list.output.contains("amount 3000 (usually 300)"))
        let windows = [20, 30].map { SettleRoom.window($0).rfc3339 }
        for window in windows {
            let name = "batches"
            #expect(try room.kadock(name, "release", "1001", window).status == 64)
            let release = try room.kadock(name, "release", "1001", window, "--by", "operator-1")
            #expect(release.status == 0, "\(release.complaint)")
        }
        #expect(try room.run()["charged"] == 31)
        #expect(try state(odd) == "captured")
        let again = try room.kadock("batches", "release", "1001", windows[0], "--by", "operator-1")
        #expect(again.status == 1 && again.complaint.contains("nothing"))
        #expect(try room.brokenInvariants() == [])
    }
}
