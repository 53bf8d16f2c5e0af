package import Ledger
package import Values

/// Money that an operator brings in from outside, into a wallet or a merchant's account.
package struct OperatorTopup: Command {
    /// A wallet, or a merchant's `available`.
    package let target: AccountKey
    /// Minor units.
    package let amount: Int64
    package let claim: Claim?

    package init(target: AccountKey, amount: Int64, claim: Claim? = nil) {
        self.target = target
        self.amount = amount
        self.claim = claim
    }

    package var merchant: Identifier { .system }
    package var affinity: Identifier { target.owner }
    package var answerKind: AnswerKind { .topup }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        if target.kind == .wallet { reach.payers = [target.owner] } else { reach.merchants = [target.owner] }
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        if target.kind == .wallet {
            guard books.payers[target.owner] != nil else { return .refused(.notFound) }
            guard let wallet = books.wallets[target] else { return .refused(.currencyNotHeld) }
            guard !books.isFrozen(wallet) else { return .refused(.stateConflict) }
            guard books.canAdd(amount, to: wallet) else { return .refused(.amountExceeded) }
        } else if books.balance(target).addingReportingOverflow(amount).overflow {
            return .refused(.amountExceeded)
        }
        books.post(id, for: id, [(.system(.world, target.currency), -amount), (target, amount)])
        let topup = Topup(id: id, merchant: nil, target: target, amount: amount, createdAt: books.now)
        books.add(topup)
        return .topup(topup)
    }
}
