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
        func view(_ trouble: PageWord?) -> Step {
            .show(SandboxView(office: office, visit: visit).page(bill, receipts, session, trouble))
        }
        guard visit.isPost else { return view(nil) }
        try office.checkForm(session, visit)
        let payment = bill.payment
        switch visit.form["act"] {
        case "pay": return .report(twice(arrival(bill, payment.terms.money.minor, 1)))
        case "twice":
            return .report((1...2).flatMap { twice(arrival(bill, payment.terms.money.minor, $0)) })
        case "late":
            let closing = Expiry(payment: payment.terms.id, merchant: payment.terms.merchant, isClosed: true)
            return .report([closing] + twice(arrival(bill, payment.terms.money.minor, 1)))
        case "other":
            // Hundredths, as nearly all currencies have them.
            guard payment.terms.money.currency.exponent == 2,
                let minor = EpayMoney.fen(Array(visit.form["amount"].utf8))
            else { return view(.sandboxAmount) }
            return .report(twice(arrival(bill, minor, 1)))
        case "fail": return view(.sandboxFailed)
        default: return .report([])
        }
    }

    /// Channels say things more than once.
    private func twice(_ arrival: Arrival) -> [any Command] { [arrival, arrival] }

    /// The trade is named after the request, which nginx may bring to several workers: one press is one trade.
    private func arrival(_ bill: Bill, _ amount: Int64, _ trade: Int) -> Arrival {
        let number = Hex.encode(Array(Digest.sha256(Array("\(visit.request.requestID) \(trade)".utf8)).prefix(12)))
        let payment = bill.payment
        return Arrival(
            payment: payment.terms.id, merchant: payment.terms.merchant,
            trade: ChannelTrade(channel: SandboxChannel.name, number: number), amount: amount,
            caps: bill.caps(at: office.now),
            digest: Digest.sha256(Array("\(payment.terms.id.number) \(amount)".utf8)))
    }

    private func found() throws(Page) -> (Bill, [ChannelReceipt]) {
        let notFound = Page.notice(404, .notFound, .notFoundDetail, visit)
        guard let text = visit.values.first, let id = Identifier(text: text) else { throw notFound }
        let found = try office.reading(visit) { () throws(DatabaseFailure) -> (Bill, [ChannelReceipt])? in
            guard let bill = try office.records.bill(id, visit.deadline) else { return nil }
            return (bill, try office.records.receipts(of: id, visit.deadline))
        }
        // Money that nobody paid must not come into a wallet: where a payer is known there is no sandbox.
        guard let found, found.0.payment.payer == nil else { throw notFound }
        guard found.0.merchant.state == .active else { throw .notice(403, .suspended, .suspendedDetail, visit) }
        return found
    }
}
