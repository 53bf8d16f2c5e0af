import Deductions
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

/// Where a payer's browser goes when a payment is paid, or its money is held: the shop's `return_url`, with signed
/// words about it.
///
/// They are as good as a receipt, so only the payer gets them, and only for a while.
struct WayBack: Sendable {
    let directory: any KeyDirectory
    let signer: PlatformSigner
    let epaySigner: EpayPlatformSigner?

    /// How long after a payment its address is given away.
    static let patienceSeconds: Int64 = 300

    /// The address for a payment that was paid at a time; nil: the shop wants nobody back, or it is too late.
    func address(
        of bill: Bill, paidAt: Timestamp, now: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> String? {
        let payment = bill.payment
        guard let base = payment.terms.returnURL, WebAddress.isWellFormed(base),
            payment.standing.state == .captured || payment.standing.state == .held, payment.standing.refunded == 0,
            now.microseconds - paidAt.microseconds <= Self.patienceSeconds * 1_000_000
        else { return nil }
        guard payment.terms.door == .epay else { return signed(base, payment, now) }
        // That protocol knows no word for a held order, and a shop takes whoever comes back for one who has paid.
        guard payment.standing.state == .captured else { return nil }
        guard let ring = try directory.ring(of: bill.merchant.pid, deadline) else { return nil }
        let pens = EpayPens(EpayDocking(payment.terms.docking), ring, epaySigner)
        return pens.pen(try: 1, at: now).map { EpayNotice(payment, pid: bill.merchant.pid).address(base, $0) }
    }

    /// For shops of the v1 API: the platform's Ed25519 signature over everything between the first question mark and
    /// `&signature=`, as it stands there, in base 64 for addresses.
    private func signed(_ base: String, _ payment: Payment, _ now: Timestamp) -> String {
        let address = Query.appended(
            [
                ("payment", payment.terms.id.text), ("out_trade_no", payment.terms.outTradeNo),
                ("state", payment.standing.state.rawValue), ("amount", String(payment.amount)),
                ("currency", payment.terms.money.currency.code), ("time", String(now.microseconds / 1_000_000)),
                ("key_id", signer.keyID),
            ], to: base)
        let query = address.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        return address + "&signature=" + Base64.encodeURL(signer.signature(of: Array(query)))
    }
}
