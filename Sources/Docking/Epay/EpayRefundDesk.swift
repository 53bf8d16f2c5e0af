import Deductions
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

/// Takes refunds, and tells of them.
///
/// Shops of V2 number them. Those of V1 do not, so that one sent twice, because the answer to the first was lost, looks
/// like two: unless the merchant has agreed otherwise, the same amount of the same order within a minute is taken for
/// the same refund.
struct EpayRefundDesk: Sendable {
    private static let repeatMicroseconds: Int64 = 60_000_000

    let office: EpayOffice

    /// Carries out the refund of a call; `tell` gets what it did.
    func take(
        _ caller: EpayCaller, _ call: Call, tell: @escaping @Sendable (Result<EpayAnswer, EpayRefusal>) -> Void
    ) throws(EpayRefusal) {
        let payment = try office.order(caller, call)
        let amount = try EpayOrderForm.money(of: caller.parameters).minor
        let given = caller.door == .v2 ? try EpayOrderForm.refundNumber(of: caller.parameters) : nil
        let number = if let given { given } else { try ownNumber(payment, amount, caller, call) }
        let order = RefundOrder(
            merchant: caller.merchant.id, payment: payment.terms.id, outRefundNo: number, amount: amount, reason: nil,
            claim: claim(number, given != nil, payment, amount), nonce: nil)
        office.desk.submit(order, under: caller.merchant.version, call.request.deadline) { verdict, _ in
            office.waiting.run {
                switch verdict {
                case .answered(.refund(let refund), let isReplay):
                    let told = EpayRefund(
                        refund: refund, pid: caller.merchant.pid, outTradeNo: payment.terms.outTradeNo,
                        isNumbered: given != nil)
                    tell(.success(told.answer(isRepeat: isReplay && given != nil)))
                case .answered(.refused(.idempotencyMismatch), _): tell(.failure(.otherRefund))
                default: tell(.failure(EpayRefusal(verdict)))
                }
            }
        }
    }

    /// `/api/pay/refundquery`: a refund by our number, or else by the shop's.
    func refund(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> EpayAnswer {
        let (own, given) = (caller.parameters.bytes("refund_no"), caller.parameters.bytes("out_refund_no"))
        guard !own.isEmpty || !given.isEmpty else { throw .noRefundNamed }
        let (merchant, deadline) = (caller.merchant.id, call.request.deadline)
        let found = try office.reading(call) { () throws(DatabaseFailure) -> (Refund, Payment)? in
            let refund: Refund?
            if own.isEmpty {
                refund = try office.records.refund(numbered: given, of: merchant, deadline)
            } else if let id = Identifier(decimal: String(decoding: own, as: UTF8.self)) {
                refund = try office.records.refund(id, of: merchant, deadline)
            } else {
                refund = nil
            }
            guard let refund, let payment = try office.records.payment(refund.payment, of: merchant, deadline) else {
                return nil
            }
            return (refund, payment)
        }
        guard let (refund, payment) = found, payment.terms.money.currency == .cny else { throw .unknownRefund }
        let isNumbered = !refund.outRefundNo.utf8.starts(with: Self.prefix(of: payment).utf8)
        return EpayRefund(
            refund: refund, pid: caller.merchant.pid, outTradeNo: payment.terms.outTradeNo, isNumbered: isNumbered
        ).standing
    }

    /// A number stands for one refund of one order. It is used up by a success only: a merchant that was short may try
    /// it again.
    private func claim(_ number: String, _ isGiven: Bool, _ payment: Payment, _ amount: Int64) -> Claim {
        let content = isGiven ? "\(payment.terms.id.decimal) \(amount)" : number
        return Claim(
            merchant: payment.terms.merchant, kind: isGiven ? .refund : .unnumberedRefund, key: Array(number.utf8),
            digest: Digest.sha256(Array(content.utf8)), keepsRefusals: false)
    }

    /// Our number of a refund that has none: the payment, the amount, and the how-manieth of these it is. While the
    /// newest is younger than a minute, that one is meant. Two that come at once find the same count and so the same
    /// number, whatever the clock does: one of them gets the other's answer.
    private func ownNumber(
        _ payment: Payment, _ amount: Int64, _ caller: EpayCaller, _ call: Call
    ) throws(EpayRefusal) -> String {
        let prefix = Self.prefix(of: payment) + "\(amount)-"
        let tally = try office.reading(call) { () throws(DatabaseFailure) in
            try office.records.refundTally(of: payment.terms.id, numbered: prefix, call.request.deadline)
        }
        let isRecent = tally.newestAgeMicroseconds.map { $0 < Self.repeatMicroseconds } ?? false
        let isRepeat = isRecent && caller.merchant.settings.repeatsRefunds
        return prefix + String(isRepeat ? tally.count : tally.count + 1)
    }

    private static func prefix(of payment: Payment) -> String { "epay-\(payment.terms.id.decimal)-" }
}
