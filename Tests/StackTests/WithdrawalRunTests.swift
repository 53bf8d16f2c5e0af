import Deductions
import DevStack
import Foundation
import Ledger
import MariaDB
import OpenSSL
import Testing
import Values

/// `kadock-settle payout --withdraw` and `report`.
@Suite("What is available is sent, and the day is reported", .serialized)
struct WithdrawalRunTests {
    private let room: SettleRoom

    init() throws {
        room = try SettleRoom()
        try room.sellEverything()
        try room.date("2020-01-10")
    }

    private static let asOf = ["--withdraw", "--as-of", "2020-01-11T01:00:00+08:00"]
    private static let list = "2020-01-10/withdrawals-2020-01-10.csv"

    private func withdraw(environment: [String: String] = [:]) throws -> SettleRoom.Ended {
        room.end(
            try room.start(
                ["payout", "--config", room.configuration] + Self.asOf, environment: environment))
    }

    private func number(_ sql: SQL) throws -> Int64 { try #require(try room.query(sql).first).int64(0) }

    @Test("All that is available goes to the payee, once a day, with a line and a total for each currency")
    func withdrawals() throws {
        try room.execute("UPDATE merchant SET name = '=SUM(A1),\"店\"'")
        let earned = try number("SELECT balance FROM merchant_account WHERE kind = 2 AND currency = 156")
        let first = try withdraw()
        #expect(first.status == 0 && first["withdrawals"] == 2, "\(first.output)\(first.complaint)")
        #expect(try number("SELECT SUM(balance) FROM merchant_account") == 0)
        let text = try #require(room.files()[Self.list])
        let records = String(decoding: text, as: UTF8.self).split(separator: "\r\n").map(String.init)
        #expect(records.count == 5)
        #expect(records[1].contains(",1001,\"'=SUM(A1),\"\"店\"\"\",CNY,\(earned),"), "\(records[1])")
        #expect(records[3] == "total,1,,CNY,\(earned)," && records[4] == "total,1,,USD,4900,")
        #expect(first.output.contains(Hex.encode(Digest.sha256([UInt8](text)))))
        #expect(try room.brokenInvariants() == [])

        let again = try withdraw()
        #expect(again.status == 0 && again["withdrawals"] == 0)
        #expect(room.files()[Self.list] == text)
        // More for the same day waits for the next one.
        _ = try room.submit(OperatorTopup(target: AccountKey(room.merchant, .available, .cny), amount: 5))
        #expect(try withdraw()["withdrawals"] == 0)
        #expect(try room.payout("--withdraw", "--as-of", "2020-01-12T01:00:00+08:00")["withdrawals"] == 1)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A suspended merchant's money stays")
    func suspended() throws {
        try room.execute("UPDATE merchant SET state = 'suspended'")
        #expect(try withdraw()["withdrawals"] == 0)
        #expect(try number("SELECT COUNT(*) FROM withdrawal") == 0)
    }

    @Test(
        "A6 killed anywhere, withdrawals are finished by the next run, and no payee is paid twice",
        arguments: ["withdrawal-posted", "withdrawal-list-written", "before-commit", "after-commit"])
    func killed(_ place: String) throws {
        let earned = try number("SELECT balance FROM merchant_account WHERE kind = 2 AND currency = 156")
        #expect(try withdraw(environment: ["KADOCK_CRASH_AT": place]).isKilled)
        #expect(try room.brokenInvariants() == [])
        let again = try withdraw()
        #expect(again.status == 0, "\(again.complaint)")
        #expect(try number("SELECT COUNT(*) FROM withdrawal") == 2)
        #expect(try number("SELECT amount FROM withdrawal WHERE currency = 156") == earned)
        #expect(room.files()[Self.list] != nil && !room.files().keys.contains { $0.hasSuffix(".part") })
        #expect(try room.brokenInvariants() == [])
    }

    @Test("The report tells what happened on a day; a statement that was lost or altered is found and made anew")
    func report() throws {
        let day = try room.dateNow()
        let tomorrow = WallClock.now().adding(seconds: 86_400).rfc3339
        #expect(try room.payout("--withdraw", "--as-of", tomorrow).status == 0)
        let report = try room.report("--as-of", tomorrow)
        #expect(report.status == 0 && report["statements"] == 2 && report["windows_stopped"] == 0)
        for part in [
            #""day":"\#(day)""#, #"{"mode":"batch","state":"captured","count":3,"amount":1800}"#,
            #""currency":"USD","#, #""captured":5000,"#, #""payouts":1,"paid":4900,"#, #""withdrawn":4900"#,
        ] {
            #expect(report.output.contains(part), "\(report.output)")
        }
        let files = room.files()
        let names = files.keys.filter { $0.contains("1001") }.sorted().map { "\(room.statements)/\($0)" }
        try #require(names.count == 2)
        try FileManager.default.removeItem(atPath: names[0])
        try Data("altered".utf8).write(to: URL(filePath: names[1]))
        let bad = try room.report("--day", day)
        #expect(bad.status == 1 && bad["faulty"] == 2, "\(bad.output)")
        #expect(bad.output.contains("missing") && bad.output.contains("altered"))
        #expect(try room.report("--day", day, "--merchant", Identifier(5).text)["statements"] == 0)
        #expect(try room.report("--day", day, "--recreate").status == 0)
        #expect(room.files() == files)
        // Books that say something else than was written are never written over it.
        try room.execute("UPDATE payment SET out_trade_no = 'other'")
        let contradicted = try room.report("--day", day, "--recreate")
        #expect(contradicted.status == 1 && contradicted.output.contains("contradicted"))
        #expect(room.files() == files)
    }
}
