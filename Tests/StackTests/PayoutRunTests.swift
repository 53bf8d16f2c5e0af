import Deductions
import DevStack
import Foundation
import Ledger
import MariaDB
import Testing
import Threading
import Values

/// `kadock-settle payout`, as a timer or an operator runs it.
@Suite("What was earned is paid out", .serialized)
struct PayoutRunTests {
    private let room: SettleRoom

    init() throws { room = try SettleRoom() }

    private func number(_ sql: SQL) throws -> Int64 { try #require(try room.query(sql).first).int64(0) }

    private func balance(_ kind: Int64) throws -> Int64 {
        try number(
            "SELECT COALESCE(SUM(balance), 0) FROM merchant_account WHERE currency = 156 AND kind = \(kind)")
    }

    private func numbers(_ record: [String], from index: Int = 6) -> [Int64] {
        record[index...].compactMap { Int64($0) }
    }

    @Test("A day that is over is paid out, every line of its statement adds up, and the same again does nothing")
    func day() throws {
        try room.sellEverything()
        try room.date("2020-01-10")
        let earned = try balance(2)
        let first = try room.payout()
        #expect(first.status == 0, "\(first.complaint)")
        #expect(first["payouts"] == 2 && first["statements"] == 2, "\(first.output)")
        #expect(try balance(2) == 0)
        #expect(try balance(3) == earned && earned > 0)

        let records = try room.statement("2020-01-10")
        #expect(records.allSatisfy { $0.count == 11 })
        let lines = records.filter { Int64($0[0]) != nil }
        let types = Set(lines.map { $0[4] })
        #expect(types == ["payment.captured", "payment.held", "payment.refunded", "anomaly"], "\(types)")
        for line in lines {
            let parts = numbers(line)
            #expect(parts[0] - parts[1] - parts[2] == parts[3] + parts[4], "\(line)")
        }
        let total = try #require(records.last)
        #expect(total[0] == "total" && total[1] == "\(lines.count)")
        for column in 6..<11 { #expect(lines.reduce(0) { $0 + (Int64($1[column]) ?? 0) } == Int64(total[column])) }
        #expect(total[9] == "\(earned)" && records[5][2] == "\(earned)")
        let dollars = try room.statement("2020-01-10", "USD")
        #expect(dollars.last?[9] == "4900")
        #expect(try room.brokenInvariants() == [])

        let (files, lanes) = (room.files(), try number("SELECT COUNT(*) FROM lane"))
        let again = try room.payout()
        #expect(again.status == 0 && again["payouts"] == 0 && again["statements"] == 0)
        #expect(room.files() == files && files.count == 2)
        #expect(try number("SELECT COUNT(*) FROM lane") == lanes)
    }

    @Test("A merchant whose account is frozen is not paid out until it is released, and nobody waits for it")
    func frozen() throws {
        let payer = try room.payer(1_000)
        _ = try room.payment(payer, 10)
        try room.date("2020-01-10")
        try room.execute("UPDATE merchant_account SET frozen = 1 WHERE merchant_id = \(room.merchant.number)")
        let order = PayoutOrder(
            merchant: room.merchant, currency: .cny, day: CivilDate(daysSince1970: 18_271), after: 0, through: 1,
            totals: PayoutTotals())
        guard case .answered(.refused(.stateConflict), _) = room.engine.submit(order, .milliseconds(20_000)) else {
            Issue.record("paid from a frozen account")
            return
        }
        let left = try room.payout()
        #expect(left.status == 0 && left["payouts"] == 0 && left["frozen"] == 1, "\(left.output)\(left.complaint)")
        #expect(try balance(2) == 10)
        try room.execute("UPDATE merchant_account SET frozen = 0 WHERE merchant_id = \(room.merchant.number)")
        let paid = try room.payout()
        #expect(paid.status == 0 && paid["payouts"] == 1 && paid["frozen"] == 0, "\(paid.output)")
        #expect(try balance(3) == 10)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("Money waits for its time: T+1 unless --days says otherwise, and --as-of moves it")
    func due() throws {
        let payer = try room.payer(1_000)
        _ = try room.payment(payer, 10)
        try room.date("2020-01-10")
        func paid(_ time: String, _ days: String...) throws -> Int? {
            try room.end(
                room.start(["payout", "--config", room.configuration, "--as-of", time] + days))["payouts"]
        }
        #expect(try paid("2020-01-10T23:59:59.999999+08:00") == 0)
        #expect(try paid("2020-01-11T00:00:00+08:00", "--days", "2") == 0)
        #expect(try paid("2020-01-11T00:00:00+08:00") == 1)
        _ = try room.payment(payer, 20)
        try room.date("2020-01-12")
        #expect(try paid("2020-01-12T13:00:00+08:00", "--days", "0") == 1)
        #expect(try balance(3) == 30)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("E7 whatever clocks did, each event is counted once, by its stored time: late ones with the next day")
    func clocks() throws {
        let payer = try room.payer(10_000)
        // Three days in one run; the second one has an event that is dated to the first.
        for (day, amount) in [("2020-01-10", 1), ("2020-01-11", 10), ("2020-01-12", 100)] as [(String, Int64)] {
            _ = try room.payment(payer, amount)
            try room.date(day)
        }
        let first = try room.payout("--as-of", "2020-01-13T08:00:00+08:00")
        #expect(first.status == 0 && first["payouts"] == 3, "\(first.output)\(first.complaint)")
        #expect(try balance(3) == 111)
        // For a day that has been paid out.
        _ = try room.payment(payer, 1_000)
        try room.date("2020-01-10")
        #expect(try room.payout("--as-of", "2020-01-13T08:00:00+08:00")["payouts"] == 0)
        #expect(try room.payout("--as-of", "2020-01-14T08:00:00+08:00")["payouts"] == 1)
        let days = try room.query("SELECT day - 18271, amount FROM payout ORDER BY day").map {
            [$0.int64(0), $0.int64(1)]
        }
        #expect(days == [[0, 1], [1, 10], [2, 100], [3, 1_000]])
        // A clock that jumps far ahead and back again: what comes in between waits for its day.
        #expect(try room.payout("--as-of", "2099-01-01T00:00:00Z")["payouts"] == 0)
        _ = try room.payment(payer, 2_000)
        try room.date("2020-01-20")
        #expect(try room.payout("--as-of", "2020-01-20T12:00:00+08:00")["payouts"] == 0)
        #expect(try room.payout("--as-of", "2020-01-21T12:00:00+08:00")["payouts"] == 1)
        #expect(try balance(3) == 3_111)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A refund after the payout is taken from what is available, and the next statement says so")
    func refundAfterwards() throws {
        let payer = try room.payer(10_000)
        let sale = try room.payment(payer, 100)
        try room.date("2020-01-10")
        #expect(try room.payout()["payouts"] == 1)
        try room.refund(sale, 30)
        _ = try room.payment(payer, 50)
        try room.date("2020-01-11")
        #expect(try room.payout()["payouts"] == 1)
        let records = try room.statement("2020-01-11")
        #expect(records.map(\.[0]).contains("2"))
        let total = try #require(records.last)
        #expect(numbers(total) == [50, 30, 0, 50, -30])
        #expect(try balance(3) == 120)
        #expect(try room.brokenInvariants() == [])
    }

    @Test(
        "A6 killed anywhere, a payout is finished by the next run: nobody is paid twice, and files come out the same",
        arguments: [
            "payout-opened", "payout-claimed", "after-claim", "before-commit", "after-commit", "after-answer",
            "payout-posted", "statement-written", "statement-renamed", "payout-checked",
        ])
    func killed(_ place: String) throws {
        try room.sellEverything()
        try room.date("2020-01-10")
        let earned = try balance(2)
        let killed = try room.payout(environment: ["KADOCK_CRASH_AT": place])
        #expect(killed.isKilled, "\(killed.output)\(killed.complaint)")
        #expect(try room.brokenInvariants() == [])
        let before = room.files().filter { $0.key.hasSuffix(".csv") }
        let again = try room.payout()
        #expect(again.status == 0, "\(again.complaint)")
        #expect(try balance(2) == 0)
        #expect(try balance(3) == earned)
        #expect(try number("SELECT COUNT(*) FROM payout") == 2)
        let files = room.files()
        #expect(
            Set(files.keys) == ["USD", "CNY"].reduce(into: []) { $0.insert("2020-01-10/1001-\($1)-2020-01-10.csv") })
        for (name, content) in before { #expect(files[name] == content) }
        let report = try room.report("--day", "2020-01-10")
        #expect(report.status == 0 && report["statements"] == 2 && report["faulty"] == 0, "\(report.output)")
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A7 G7 two runs at once, killed and started again, pay many merchants once each")
    func twins() throws {
        let merchants = try room.crowd(70)
        try room.date("2020-01-10")
        let arguments = ["payout", "--config", room.configuration]
        let killed = try room.start(arguments, environment: ["KADOCK_CRASH_AT": "statement-renamed"])
        let other = try room.start(arguments)
        #expect(room.end(killed).isKilled || room.end(other).status == 0)
        _ = room.end(other)
        let twins = [try room.start(arguments), try room.start(arguments)].map(room.end)
        for ended in twins { #expect(ended.status == 0 || ended.status == 75, "\(ended.complaint)") }
        #expect(try room.payout().status == 0)
        #expect(try number("SELECT COUNT(*) FROM payout WHERE amount = 10") == merchants)
        #expect(try number("SELECT COUNT(*) FROM merchant_account WHERE kind = 3 AND balance = 10") == merchants)
        #expect(room.files().count == Int(merchants))
        #expect(try room.report("--day", "2020-01-10")["faulty"] == 0)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("What cannot be written is tried again: 75, and nothing is forgotten")
    func diskFailure() throws {
        let payer = try room.payer(1_000)
        _ = try room.payment(payer, 10)
        try room.date("2020-01-10")
        try Data().write(to: URL(filePath: room.statements))
        let first = try room.payout()
        #expect(first.status == 75 && first.complaint.contains(room.statements), "\(first.complaint)")
        #expect(try room.report("--day", "2020-01-10").output.contains("unwritten"))
        try FileManager.default.removeItem(atPath: room.statements)
        let second = try room.payout()
        #expect(second.status == 0 && second["statements"] == 1 && second["payouts"] == 0)
        #expect(try balance(3) == 10)
    }
}
