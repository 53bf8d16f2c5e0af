import Ledger
package import Values

/// An operator sets how far a payer's wallet may fall below zero. It may be less than what is owed already: that stays
/// owed, what is set aside can still be captured, and nothing more can be taken.
package struct CreditOrder: Command {
    package let payer: Identifier
    /// The credit, in the currency of the wallet that it is for.
    package let limit: Money
    package let setBy: String
    package let claim: Claim?

    package init(payer: Identifier, limit: Money, setBy: String, claim: Claim?) {
        self.payer = payer
        self.limit = limit
        self.setBy = setBy
        self.claim = claim
    }

    package var merchant: Identifier { .system }
    package var affinity: Identifier { payer }
    package var answerKind: AnswerKind { .credit }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.payers = [payer]
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard books.payers[payer] != nil else { return .refused(.notFound) }
        guard let wallet = books.wallets[AccountKey(payer, .wallet, limit.currency)] else {
            return .refused(.currencyNotHeld)
        }
        guard !books.isFrozen(wallet) else { return .refused(.stateConflict) }
        guard limit.minor >= 0 else { return .refused(.amountExceeded) }
        let line = CreditLine(
            id: id, wallet: wallet.key, limit: limit.minor, setBy: setBy, createdAt: books.now)
        books.allow(line)
        return .credit(line)
    }
}
