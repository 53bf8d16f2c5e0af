import Deductions
import Events
import MariaDB
import Merchants
import OpenSSL
import Policies
import Values

/// The statement of a payout: a line for each event that it counts, and totals. Made of nothing but rows that never
/// change, so that it comes out the same, byte for byte, whenever it is made.
struct Statement {
    let payout: Payout
    let merchant: Merchant

    private static let columns = [
        "seq", "event", "payment", "out_trade_no", "type", "time", "captured", "refunded", "fee", "pending",
        "available",
    ]

    /// Gives the file piece by piece, and returns its SHA-256.
    func make(_ session: Session, _ piece: ([UInt8]) -> Void) throws(DatabaseFailure) -> [UInt8] {
        let digest = RunningDigest()
        var text = CSVText(width: Self.columns.count)
        func hand(_ text: inout CSVText) {
            let bytes = text.take()
            digest.add(bytes)
            piece(bytes)
        }
        addHead(to: &text)
        let currency = payout.paid.currency
        let lines = PayoutLines(
            merchant: payout.merchant, firstSeq: payout.firstSeq, lastSeq: payout.lastSeq)
        try lines.forEachPage(session) { page throws(DatabaseFailure) in
            let own = page.filter { $0.move.currency == currency }
            let numbers = try PaymentStore.numbers(of: Set(own.map(\.move.payment)).sorted(), session)
            for line in own { text.add(fields(line, outTradeNo: numbers[line.move.payment] ?? "")) }
            hand(&text)
        }
        let totals = payout.totals
        text.add(
            [.text("total"), .number(totals.lines)] + Array(repeating: .text(""), count: 4)
                + [totals.captured, totals.refunded, totals.fees, totals.pending, totals.available].map {
                    CSVText.Field.number($0)
                })
        hand(&text)
        return digest.finish()
    }

    /// Whose, for when, which part of `/v1/events`, and how the amount came about; minor units throughout.
    private func addHead(to text: inout CSVText) {
        text.add([.text("merchant"), .text(payout.merchant.text), .number(merchant.pid)])
        text.add([.text("day"), .text(payout.day.text), .text(PayoutCalendar.zone.name)])
        text.add([.text("currency"), .text(payout.paid.currency.code)])
        text.add([.text("events"), .number(payout.firstSeq), .number(payout.lastSeq)])
        text.add([.text("carry"), .number(payout.carryBefore), .number(payout.carryAfter)])
        text.add([.text("payout"), .text(payout.id.text), .number(payout.paid.minor)])
        text.add(Self.columns.map { .text($0) })
    }

    private func fields(_ line: PayoutLine, outTradeNo: String) -> [CSVText.Field] {
        let move = line.move
        return [
            .number(move.seq), .text(move.event.text), .text(move.payment.text), .text(outTradeNo), .text(move.type),
            .text(move.createdAt.rfc3339), .number(move.captured), .number(move.refunded), .number(move.fee),
            .number(line.pending), .number(line.available),
        ]
    }
}
