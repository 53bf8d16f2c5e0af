import Channels
import Deductions
import DevStack
import Foundation
import MariaDB
import Testing
import Threading
import Values

/// `kadock-settle reconcile` and `kadock differences`, against a channel whose statement is not what it should be.
@Suite("Channels' statements are compared", .serialized)
struct ReconcileTests {
    private let room: SettleRoom

    init() throws { room = try SettleRoom() }

    private func number(_ sql: SQL) throws -> Int64? { try room.query(sql).first?.int64(0) }

    /// Has the sandbox pay a payment that waits, under this number.
    private func pay(_ amount: Int64, _ trade: String) throws -> Payment {
        let payment = try room.payment(nil, amount)
        let arrival = Arrival(
            payment: payment.terms.id, merchant: room.merchant,
            trade: ChannelTrade(channel: "sandbox", number: trade), amount: amount,
            digest: Array(repeating: 3, count: 32))
        guard case .answered(.receipt, _) = room.engine.submit(arrival, .milliseconds(20_000)) else {
            throw StackFailure.refused("no receipt")
        }
        return payment
    }

    /// Gives a payment's money back; returns the number that the channel is asked under.
    private func giveBack(_ payment: Payment, _ amount: Int64) throws -> String {
        let order = RefundOrder(
            merchant: room.merchant, payment: payment.terms.id, outRefundNo: "r1", amount: amount, reason: nil,
            claim: Claim(
                merchant: room.merchant, kind: .refund, key: Array("r1".utf8), digest: Array(repeating: 4, count: 32)),
            nonce: nil)
        guard case .answered(.refund(let refund), _) = room.engine.submit(order, .milliseconds(20_000)),
            case .answered(.payment, _) = room.engine.submit(
                ReturnReport(
                    refund.id, payment: payment.terms.id, merchant: room.merchant, hasSucceeded: true),
                .milliseconds(20_000))
        else { throw StackFailure.refused("no refund") }
        return refund.id.decimal
    }

    /// Trades a to e of 1001 to 1005, and a refund of 400 of the last one.
    private func trade() throws -> String {
        for (index, name) in ["a", "b", "c", "d"].enumerated() { _ = try pay(1_001 + Int64(index), name) }
        return try giveBack(pay(1_005, "e"), 400)
    }

    private var now: String { WallClock.now().rfc3339 }

    private func line(_ trade: String, _ amount: String, kind: String = "payment") -> String {
        "\(trade),\(kind),\(amount),CNY,\(now)"
    }

    private func write(_ lines: [String], header: String = "trade_no,kind,amount,currency,time") throws -> String {
        let path = room.directory.path + "/statement.csv"
        let text = "\u{FEFF}" + ([header] + lines).joined(separator: "\r\n")
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private func reconcile(_ path: String, environment: [String: String] = [:]) throws -> SettleRoom.Ended {
        room.end(try room.start(arguments(path), environment: environment))
    }

    private func arguments(_ path: String) -> [String] {
        [
            "reconcile", "--config", room.configuration, "--channel", "sandbox", "--file", path, "--from",
            "2026-01-01T00:00:00Z", "--until", "2100-01-01T00:00:00Z",
        ]
    }

    /// What the statement should say, but: b is missing, c is more, somebody paid x, and the refund was more.
    private func misbehave(_ refund: String) throws -> String {
        try write([
            line("a", "10.01"), line("c", "12"), "\"d\",payment,10.04,\"CNY\",\(now)", line("x", "7.77"),
            line("e", "10.05"), line(refund, "4.50", kind: "refund"),
        ])
    }

    private func differences() throws -> [String] {
        try room.query(
            """
            SELECT CONCAT_WS(' ', trade_no, COALESCE(our_amount, '-'), COALESCE(their_amount, '-'), state,
            COALESCE(resolution, '-')) FROM reconciliation_difference WHERE kind = 'payment' ORDER BY trade_no
            """
        ).map { $0.string(0) }
    }

    private func id(_ trade: String) throws -> String {
        let found = try number("SELECT id FROM reconciliation_difference WHERE trade_no = \(Array(trade.utf8))")
        return String(try #require(found))
    }

    @Test("What differs goes into the pool once, however often it is compared, killed or at once")
    func pool() throws {
        let path = try misbehave(trade())
        #expect(try reconcile(path, environment: ["KADOCK_CRASH_AT": "statement-compared"]).isKilled)
        #expect(try number("SELECT COUNT(*) FROM reconciliation") == 0)
        #expect(try differences() == [])
        let twins = [try room.start(arguments(path)), try room.start(arguments(path))].map(room.end)
        for ended in twins { #expect(ended.status == 0 || ended.status == 75, "\(ended.complaint)") }
        #expect(try reconcile(path, environment: ["KADOCK_CRASH_AT": "statement-kept"]).isKilled)
        let again = try reconcile(path)
        #expect(again.status == 0, "\(again.complaint)")
        #expect(again["lines"] == 6 && again["matched"] == 3 && again["different"] == 2)
        #expect(again["missing_here"] == 1 && again["missing_there"] == 1 && again["unresolved"] == 4)
        #expect(again.output.contains("\"repeated\":true"))
        #expect(try number("SELECT COUNT(*) FROM reconciliation") == 1)
        #expect(try differences() == ["b 1002 - open -", "c 1003 1200 open -", "x - 777 open -"])
        #expect(try number("SELECT theirs - ours FROM reconciliation_sum WHERE kind = 'payment'") == 1200 + 777 - 2005)

        // The next statement tells of b, and of c as we have it.
        let later = try reconcile(write([line("b", "10.02"), line("c", "10.03")]))
        #expect(later["matched"] == 5 && later["unresolved"] == 2, "\(later.complaint) \(later.output)")
        let matched = ["b 1002 - resolved matched-later", "c 1003 1200 resolved matched-later", "x - 777 open -"]
        #expect(try differences() == matched)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A statement that is not understood is refused whole, with the line at fault")
    func refused() throws {
        let good = line("a", "10.01")
        let bad: [(String, Int)] = [
            (line("b", "1.001"), 3), (line("b", "-1"), 3), (line("b", "0.00"), 3), (line("b", "1e3"), 3),
            (line("b", "1", kind: "fee"), 3), (line("", "1"), 3), (line("b", "1") + ",", 3), (good, 3), ("", 3),
            ("b,payment,1,ABC,\(now)", 3), ("b,payment,1,CNY,yesterday", 3), ("\"b,payment,1,CNY,\(now)", 3),
            ("b\"c,payment,1,CNY,\(now)", 3), ("b,payment,1,CNY,2025-12-31T23:59:59Z", 3),
            ("b,payment,1000000000000000,CNY,\(now)", 3),
        ]
        for (second, at) in bad {
            let ended = try reconcile(write([good, second, line("z", "1")]))
            #expect(ended.status == 64 && ended.complaint.contains("line \(at):"), "\(second): \(ended.complaint)")
        }
        let header = try reconcile(write([good], header: "trade_no,kind,amount,currency,time,fee"))
        #expect(header.status == 64 && header.complaint.contains("line 1:"))
        #expect(try reconcile(room.directory.path + "/nothing.csv").status == 64)
        #expect(try number("SELECT COUNT(*) FROM reconciliation") == 0)
        #expect(try number("SELECT COUNT(*) FROM statement_line") == 0)
    }

    @Test(
        "Two operators resolve a difference, and its money moves once, wherever the second one is killed",
        arguments: ["difference-approved", "before-commit", "after-commit", "difference-moved"])
    func resolved(_ place: String) throws {
        let refund = try trade()
        let unpaid = try room.payment(nil, 700)
        let path = try misbehave(refund)
        #expect(try reconcile(path)["unresolved"] == 4)
        let proposals = [
            ("b", "adjusted", ""), ("c", "adjusted", ""), (refund, "adjusted", ""),
            ("x", "booked", unpaid.terms.id.text),
        ]
        for (trade, resolution, payment) in proposals {
            let id = try id(trade)
            #expect(try room.kadock("differences", "approve", id, "--by", "op-2").status == 1)
            let more = payment.isEmpty ? ["--note", "agreed"] : ["--payment", payment]
            let proposed = try room.kadock(
                "differences", "propose", id, "--as", resolution, "--by", "op-1", more[0], more[1])
            #expect(proposed.status == 0, "\(proposed.complaint)")
            let own = try room.kadock("differences", "approve", id, "--by", "op-1")
            #expect(own.status == 1 && own.complaint.contains("another operator"))
            let environment = ["KADOCK_CRASH_AT": place]
            let killed = try room.kadock("differences", "approve", id, "--by", "op-2", environment: environment)
            #expect(killed.isKilled, "\(killed.complaint)")
            // A comparison in between leaves what is approved alone.
            _ = try reconcile(write([line("a", "10.01"), line("n\(trade)", "0.01")]))
            #expect(try room.kadock("differences", "approve", id, "--by", "op-3").status == 0)
            let late = try room.kadock("differences", "approve", id, "--by", "op-3")
            #expect(late.status == 1 && late.complaint.contains("resolved already"))
            #expect(try room.brokenInvariants() == [])
        }
        #expect(try number("SELECT COUNT(*) FROM reconciliation_difference WHERE approved_by = 'op-2'") == 4)
        #expect(try number("SELECT COUNT(*) FROM adjustment") == 3)
        // The world is what the channel says: 10.01 + 12 + 10.04 + 7.77 + 10.05 came, 4.50 went.
        #expect(try number("SELECT CAST(SUM(amount) AS SIGNED) FROM entry WHERE kind = 10") == -(4_987 - 450))
        #expect(
            try room.query("SELECT state FROM payment WHERE id = \(unpaid.terms.id.number)").first?.string(0)
                == "captured")
        // Compared once more, under another end, nothing of it differs any more.
        let last = try reconcile(misbehave(refund))
        #expect(last["matched"] == 7 && last["missing_there"] == 0, "\(last.output)")
        let list = try room.kadock("differences", "list")
        #expect(list.status == 0 && !list.output.contains("adjusted") && list.output.contains("missing-here"))
    }
}
