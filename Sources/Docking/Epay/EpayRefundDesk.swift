import Deductions
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

/// Takes refunds. Shops of this protocol do not number them, so that one sent twice, because the answer to the first
/// was lost, looks like two: within a minute the same amount of the same order is taken for the same refund.
struct EpayRefundDesk: Sendable {
    private static let repeatMicroseconds: Int64 = 60_000_000

    let office: EpayOffice

    /// Carries out the refund of a call; `tell` gets what it did. `takesKey`: whether the plain key is a proof.
    func take(
        _ call: Call, takesKey: Bool, tell: @escaping @Sendable (Result<EpayAnswer, EpayRefusal>) -> Void
    ) {
        office.submit(call) { () throws(EpayRefusal) in
            let caller = try office.caller(call, takesKey: takesKey)
            let payment = try office.order(caller, call)
            let order = try refund(of: payment, caller, call)
            return (order, caller.merchant.version, (pid: caller.merchant.pid, terms: payment.terms))
        } tell: { result in
            tell(
                result.flatMap { decided in
                    guard case .answered(.refund(let refund), _) = decided.verdict else {
                        return .failure(EpayRefusal(decided.verdict))
                    }
                    let (pid, terms) = decided.subject
                    return .success(
                        .refund(
                            EpayRefund(
                                number: refund.id, pid: pid, tradeNo: terms.id, outTradeNo: terms.outTradeNo,
                                amount: refund.money.minor)))
                })
        }
    }

    private func refund(
        of payment: Payment, _ caller: EpayCaller, _ call: Call
    ) throws(EpayRefusal) -> RefundOrder {
        let amount = try EpayOrderForm.money(of: caller.parameters).minor
        let number = try number(payment, amount, call)
        let claim = Claim(
            merchant: caller.merchant.id, kind: .unnumberedRefund, key: Array(number.utf8),
            digest: Digest.sha256(Array(number.utf8)))
        return RefundOrder(
            merchant: caller.merchant.id, payment: payment.terms.id, outRefundNo: number, amount: amount, reason: nil,
            claim: claim, nonce: nil)
    }

    /// The number of a refund: the payment, the amount, and the how-manieth of these it is. While the newest is
    /// younger than a minute, that one is meant. Two that come at once find the same count and so the same number,
    /// whatever the clock does: one of them gets the other's answer.
    private func number(_ payment: Payment, _ amount: Int64, _ call: Call) throws(EpayRefusal) -> String {
        let prefix = "epay-\(payment.terms.id.decimal)-\(amount)-"
        let tally = try office.reading(call) { () throws(DatabaseFailure) in
            try office.records.refundTally(of: payment.terms.id, numbered: prefix, call.request.deadline)
        }
        let isRepeat = tally.newestAgeMicroseconds.map { $0 < Self.repeatMicroseconds } ?? false
        return prefix + String(isRepeat ? tally.count : tally.count + 1)
    }
}
