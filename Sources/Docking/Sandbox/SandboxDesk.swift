import Channels
import Deductions
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

/// What a visit to the sandbox leads to: the buttons, or what the channel reports after one was pressed.
struct SandboxDesk: Sendable {
    enum Step: Sendable {
        case show(Page)
        /// In this order; each commits by itself.
        case report([any Command])
    }

    let office: PageOffice
    let visit: PageVisit

    /// Reads the visit.
    func step() throws(Page) -> Step {
        let (bill, receipts) = try found()
        let session = try office.session(visit)
        let view = { (trouble: PageWord?) in
            SandboxView(office: office, visit: visit).page(bill, receipts, session, trouble)
        }
        guard visit.isPost else { return .show(view(nil)) }
        try office.checkForm(session, visit)
        let payment = bill.payment
        switch visit.form["act"] {
        case "pay": return .report(twice(arrival(payment, payment.terms.money.minor)))
        case "twice":
            return .report((0..<2).flatMap { _ in twice(arrival(payment, payment.terms.money.minor)) })
        case "late":
            let closing = Expiry(payment: payment.terms.id, merchant: payment.terms.merchant, isClosed: true)
            return .report([closing] + twice(arrival(payment, payment.terms.money.minor)))
        case "other":
            // Hundredths, as nearly all currencies have them.
            guard payment.terms.money.currency.exponent == 2,
                let minor = EpayMoney.fen(Array(visit.form["amount"].utf8))
            else { return .show(view(.sandboxAmount)) }
            return .report(twice(arrival(payment, minor)))
        case "fail": return .show(view(.sandboxFailed))
        default: return .report([])
        }
    }

    /// Channels say things more than once.
    private func twice(_ arrival: Arrival) -> [any Command] { [arrival, arrival] }

    private func arrival(_ payment: Payment, _ amount: Int64) -> Arrival {
        let number = Hex.encode(SecureRandom.bytes(12))
        return Arrival(
            payment: payment.terms.id, merchant: payment.terms.merchant,
            trade: ChannelTrade(channel: SandboxChannel.name, number: number), amount: amount,
            digest: Digest.sha256(Array("\(payment.terms.id.number) \(amount)".utf8)))
    }

    private func found() throws(Page) -> (Bill, [ChannelReceipt]) {
        let notFound = Page.notice(404, .notFound, .notFoundDetail, visit)
        guard let text = visit.values.first, let id = Identifier(text: text) else { throw notFound }
        let found = try office.reading(visit) { () throws(DatabaseFailure) -> (Bill, [ChannelReceipt])? in
            guard let bill = try office.records.bill(id, visit.deadline) else { return nil }
            return (bill, try office.records.receipts(of: id, visit.deadline))
        }
        guard let found else { throw notFound }
        guard found.0.merchant.state == .active else { throw .notice(403, .suspended, .suspendedDetail, visit) }
        return found
    }
}
