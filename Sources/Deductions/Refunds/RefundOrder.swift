import Ledger
package import Values

/// Returns captured money to the payer: from the merchant's `pending`, then from its `available`.
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
        guard payment.standing.state == .captured, let payer = payment.payer,
            let wallet = books.wallets[AccountKey(payer, .wallet, currency)]
        else { return .refused(.stateConflict) }
        let amount = amount ?? payment.refundable
        guard amount > 0, amount <= payment.refundable, books.canAdd(amount, to: wallet) else {
            return .refused(.amountExceeded)
        }
        let pending = AccountKey(merchant, .pending, currency)
        let available = AccountKey(merchant, .available, currency)
        let fromPending = min(amount, books.balance(pending))
        let fromAvailable = amount - fromPending
        guard fromAvailable <= books.balance(available) else { return .refused(.insufficientFunds) }

        books.post(id, for: id, [(pending, -fromPending), (available, -fromAvailable), (wallet.key, amount)])
        payment.standing.refunded += amount
        books.move(payment, event: id, type: "payment.refunded", data: RefundNote(refund: id, amount: amount).json)
        let refund = Refund(
            id: id, payment: payment.terms.id, merchant: merchant, outRefundNo: outRefundNo,
            money: Money(amount, currency), state: .succeeded, reason: reason, createdAt: books.now)
        books.add(refund)
        return .refund(refund)
    }
}
