import JSON
import OpenSSL
import Settlement
import Values

extension SettleReport {
    /// What came of a run of payouts: for machines one line of JSON, for people one of words.
    static func payout(_ tally: PayoutTally, durationMilliseconds: Int64, json: Bool) {
        guard json else {
            print(
                """
                paid \(tally.payouts) payouts\(words(tally.paid)) up to \(tally.day?.text ?? "no day") and wrote \
                \(tally.statements) statements of \(tally.lines) lines in \(durationMilliseconds) ms
                """)
            if tally.frozen > 0 { print("\(tally.frozen) days of merchants whose accounts are frozen wait") }
            if let list = tally.withdrawalList {
                print("sent \(tally.withdrawals) withdrawals\(words(tally.withdrawn)); all of the day: \(list.path)")
                print("SHA-256 \(Hex.encode(list.sha256))")
            }
            return
        }
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.field("command", "payout")
            writer.field("day", tally.day?.text)
            writer.field("payouts", tally.payouts)
            write(tally.paid, "paid", into: &writer)
            writer.field("statements", tally.statements)
            writer.field("lines", tally.lines)
            if let list = tally.withdrawalList {
                writer.field("withdrawals", tally.withdrawals)
                write(tally.withdrawn, "withdrawn", into: &writer)
                writer.field("withdrawals_file", list.path)
                writer.field("withdrawals_sha256", Hex.encode(list.sha256))
            }
            writer.field("busy", tally.busy)
            writer.field("frozen", tally.frozen)
            writer.field("complete", tally.isComplete)
            writer.field("duration_ms", durationMilliseconds)
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    private static func words(_ sums: [Currency: Int64]) -> String {
        let parts = sums.sorted { $0.key.code < $1.key.code }.map { "\($0.value) \($0.key.code)" }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")), minor units)"
    }

    /// An object from currency codes to minor units.
    private static func write(_ sums: [Currency: Int64], _ name: StaticString, into writer: inout JSONWriter) {
        writer.object(name) { writer in
            for (currency, amount) in sums.sorted(by: { $0.key.code < $1.key.code }) {
                writer.field(named: currency.code, .integer(amount))
            }
        }
    }
}
