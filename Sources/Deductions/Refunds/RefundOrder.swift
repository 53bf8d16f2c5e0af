import Channels
import Ledger
import Policies
package import Values

/// Returns captured money to the payer, into its wallet or by the channel that paid: from the merchant's `pending`,
/// then from its `available`.
package struct RefundOrder: Command {
    package let merchant: Identifier
    package let payment: Identifier
    package let outRefundNo: String
    /// Minor units; nil: all that is left.
    package let amount: Int64?
    package let reason: String?
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(
        merchant: Identifier, payment: Identifier, outRefundNo: String, amount: Int64?, reason: String?,
        claim: Claim?, nonce: NonceClaim?
    ) {
        self.merchant = merchant
        self.payment = payment
        self.outRefundNo = outRefundNo
        self.amount = amount
        self.reason = reason
        self.claim = claim
        self.nonce = nonce
    }

    package var affinity: Identifier { payment }
    package var namedPayment: Identifier? { payment }
    package var answerKind: AnswerKind { .refund }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.payments = [payment]
        if let payer = link?.payer { reach.payers = [payer] }
        reach.merchants = [merchant]
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard var payment = books.payments[payment], payment.terms.merchant == merchant else {
            return .refused(.notFound)
        }
        let currency = payment.terms.money.currency
        let pending = AccountKey(merchant, .pending, currency)
        let available = AccountKey(merchant, .available, currency)
        guard payment.standing.state == .captured, let target = target(payment, books), !books.isFrozen(pending),
            !books.isFrozen(available)
        else { return .refused(.stateConflict) }
        let amount = amount ?? payment.refundable
        let fits = books.wallets[target].map { books.canAdd(amount, to: $0) } ?? true
        guard amount > 0, amount <= payment.refundable, fits else { return .refused(.amountExceeded) }
        let feeBack =
            payment.terms.policy?.fees.returned(
                of: payment.standing.fee, refunding: amount, of: payment.refundable) ?? 0
        let fromPending = min(amount - feeBack, books.balance(pending))
        let fromAvailable = amount - feeBack - fromPending
        guard fromAvailable <= books.balance(available) else { return .refused(.insufficientFunds) }

        books.post(
            id, for: id,
            [
                (pending, -fromPending), (available, -fromAvailable), (.system(.fees, currency), -feeBack),
                (target, amount),
            ])
        payment.standing.fee -= feeBack
        payment.standing.refunded += amount
        books.move(payment, event: id, type: "payment.refunded", data: RefundNote(refund: id, amount: amount).json)
        let refund = Refund(
            id: id, payment: payment.terms.id, merchant: merchant, outRefundNo: outRefundNo,
            money: Money(amount, currency), state: payment.standing.trade == nil ? .succeeded : .pending,
            reason: reason, createdAt: books.now)
        books.add(refund)
        if let trade = payment.standing.trade { books.add(back(refund, trade, fee: feeBack)) }
        return .refund(refund)
    }

    /// Where the money goes: into the wallet that paid, or on its way to the channel that did. nil: it cannot go there.
    private func target(_ payment: Payment, _ books: Books) -> AccountKey? {
        let currency = payment.terms.money.currency
        guard payment.standing.trade == nil else { return .system(.clearing, currency) }
        return books.wallet(of: payment).flatMap { books.isFrozen($0) ? nil : $0.key }
    }

    private func back(_ refund: Refund, _ trade: ChannelTrade, fee: Int64) -> ChannelReturn {
        ChannelReturn(
            id: refund.id, payment: refund.payment, merchant: merchant, trade: trade, cause: .refund,
            money: refund.money, fee: fee, state: .pending, createdAt: refund.createdAt)
    }
}
