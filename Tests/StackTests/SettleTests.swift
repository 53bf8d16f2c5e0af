import Deductions
import DevStack
import Foundation
import MariaDB
import Testing
import Threading
import Values

/// `kadock-settle expire`, as a timer or an operator runs it.
@Suite("What is over is ended", .serialized)
struct SettleTests {
    private let room: SettleRoom

    init() throws { room = try SettleRoom() }

    private func waitUntilOver(_ payment: Identifier) throws {
        let deadline = Deadline.milliseconds(20_000)
        while !deadline.isPast {
            let rows = try room.query(
                """
                SELECT expires_at <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) FROM hold
                WHERE id = \(payment.number)
                """)
            if rows.first?.int64(0) == 1 { return }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    private func state(_ payment: Identifier) throws -> String? {
        try room.query("SELECT state FROM payment WHERE id = \(payment.number)").first?.string(0)
    }

    private func number(_ sql: SQL) throws -> Int64? { try room.query(sql).first?.int64(0) }

    /// Holds whose time is over, of several payers.
    private func makeOverdue(_ count: Int) throws {
        for _ in 0..<6 {
            let payer = try room.payer(1_000_000)
            for _ in 0..<(count / 6) { _ = try room.payment(payer, 10, holdSeconds: 600) }
        }
        try room.execute("UPDATE hold SET expires_at = expires_at - 700000000")
        try room.execute("UPDATE payment SET hold_expires_at = hold_expires_at - 700000000")
    }

    @Test("A hold past its time is released, once, and told; one within its time is not, whatever --as-of says")
    func holds() throws {
        let payer = try room.payer(1_000)
        let short = try room.payment(payer, 300, holdSeconds: 1).terms.id
        let long = try room.payment(payer, 500, holdSeconds: 600).terms.id
        try waitUntilOver(short)
        let first = try room.expire("--as-of", "2099-01-01T00:00:00Z")
        #expect(first.status == 0, "\(first.complaint)")
        #expect(first["holds"] == 1 && first["pending"] == 0 && first["retry"] == 0)
        #expect(try state(short) == "expired")
        #expect(try state(long) == "held")
        #expect(try number("SELECT held FROM wallet WHERE payer_id = \(payer.number)") == 500)
        #expect(
            try number("SELECT COUNT(*) FROM event WHERE payment_id = \(short.number) AND type = 'payment.expired'")
                == 1)
        let lanes = try number("SELECT COUNT(*) FROM lane")
        let second = try room.expire("--json")
        #expect(second["holds"] == 0 && second["not_over"] == 0)
        #expect(try number("SELECT COUNT(*) FROM lane") == lanes)
        #expect(try room.brokenInvariants() == [])
    }

    @Test(
        "E6 with this machine's clock a day or an hour off, either way, a hold ends at its time and no other",
        arguments: ["+1d", "-1d", "+1h", "-1h"])
    func wrongClock(_ offset: String) throws {
        let payer = try room.payer(1_000)
        let short = try room.payment(payer, 300, holdSeconds: 1).terms.id
        let long = try room.payment(payer, 500, holdSeconds: 600).terms.id
        try waitUntilOver(short)
        let arguments = ["expire", "--config", room.configuration]
        let ended = room.end(try room.start(clockOff: offset, arguments))
        #expect(ended.status == 0 && ended["holds"] == 1, "\(ended.complaint)")
        #expect(try state(short) == "expired" && state(long) == "held")
        let ids = try room.query("SELECT id, created_at FROM event ORDER BY id").map { $0.int64(0) }
        #expect(Set(ids).count == ids.count)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A payment that nobody came to pay within a day is ended, a younger one is not")
    func pending() throws {
        let (old, young) = (try room.payment(nil, 100).terms.id, try room.payment(nil, 100).terms.id)
        try room.execute("UPDATE payment SET created_at = created_at - 86400000000 WHERE id = \(old.number)")
        try room.execute("UPDATE payment SET created_at = created_at - 86300000000 WHERE id = \(young.number)")
        let ended = try room.expire()
        #expect(ended.status == 0 && ended["pending"] == 1 && ended["holds"] == 0, "\(ended.complaint)")
        #expect(try state(old) == "expired")
        #expect(try state(young) == "pending")
        #expect(try room.brokenInvariants() == [])
    }

    @Test("Two sweeps at once end each hold once")
    func twins() throws {
        try makeOverdue(300)
        let arguments = ["expire", "--config", room.configuration]
        let twins = [try room.start(arguments), try room.start(arguments)]
        for ended in twins.map(room.end) { #expect(ended.status == 0, "\(ended.complaint)") }
        #expect(try number("SELECT COUNT(*) FROM event WHERE type = 'payment.expired'") == 300)
        #expect(try number("SELECT COUNT(*) FROM hold WHERE state = 'open'") == 0)
        #expect(try number("SELECT CAST(SUM(held) AS SIGNED) FROM wallet") == 0)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("What a killed sweep left is ended by the next", arguments: ["before-commit", "after-commit"])
    func killed(_ place: String) throws {
        try makeOverdue(300)
        #expect(try room.expire(environment: ["KADOCK_CRASH_AT": place]).isKilled)
        let ended = try #require(try number("SELECT COUNT(*) FROM event WHERE type = 'payment.expired'"))
        #expect(place == "before-commit" ? ended == 0 : ended > 0)
        let again = try room.expire()
        #expect(again.status == 0, "\(again.complaint)")
        #expect(try number("SELECT COUNT(*) FROM event WHERE type = 'payment.expired'") == 300)
        #expect(try number("SELECT CAST(SUM(held) AS SIGNED) FROM wallet") == 0)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("With the database away it says so and asks for another try; a wrong password is no such matter")
    func away() throws {
        try room.write(["database.socket": room.directory.path + "/none.sock"])
        let ended = try room.expire()
        #expect(ended.status == 75)
        #expect(ended.complaint.hasPrefix("kadock-settle: database error"))
        #expect(ended["holds"] == 0)
        try room.write(["database.user": "kadock_worker"])
        #expect(try room.expire().status == 1)
    }

    @Test("A stack sweeps by itself, again and again")
    func stack() throws {
        let stack = try TestStack.shared.get().stack
        let settle = try #require(stack.settle)
        let deadline = Deadline.milliseconds(60_000)
        while settle.runs < 2, !deadline.isPast { Thread.sleep(forTimeInterval: 0.1) }
        let log = try String(contentsOfFile: stack.directory.log("settle"), encoding: .utf8)
        let lines = log.split(separator: "\n")
        for command in ["run", "expire"] {
            #expect(lines.filter { $0.contains(#""command":"\#(command)""#) }.count >= 2)
        }
        #expect(lines.allSatisfy { $0.contains(#""complete":true"#) }, "\(log)")
    }

    @Test("What it does not understand stops it before it starts")
    func misunderstood() throws {
        for arguments in [["--as-of", "yesterday"], ["--loud"], ["now"]] {
            let ended = room.end(try room.start(["expire", "--config", room.configuration] + arguments))
            #expect(ended.status == 64 && ended.output.isEmpty && !ended.complaint.isEmpty)
        }
        #expect(room.end(try room.start(["collect"])).status == 64)
        #expect(try room.expire(environment: ["KADOCK_LANE": "2"]).complaint.contains("KADOCK_LANE"))
        try room.write(["holds": "on"])
        let ended = try room.expire()
        #expect(ended.status == 64 && ended.complaint.contains("unknown key holds"))
    }
}
