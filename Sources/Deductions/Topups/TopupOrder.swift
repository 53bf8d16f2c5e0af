import Payers
import Ledger
package import Values

/// Moves a merchant's `available` money into its payer's wallet.
package struct TopupOrder: Command {
    package let merchant: Identifier
    package let payer: Identifier
    package let money: Money
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(merchant: Identifier, payer: Identifier, money: Money, claim: Claim?, nonce: NonceClaim?) {
        self.merchant = merchant
        self.payer = payer
        self.money = money
        self.claim = claim
        self.nonce = nonce
    }

    package var affinity: Identifier { payer }
    package var answerKind: AnswerKind { .topup }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.payers = [payer]
        reach.merchants = [merchant]
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard let owner = books.payers[payer], owner.merchant == merchant else { return .refused(.notFound) }
        guard let wallet = books.wallets[AccountKey(payer, .wallet, money.currency)] else {
            return .refused(.currencyNotHeld)
        }
        let available = AccountKey(merchant, .available, money.currency)
        guard !books.isFrozen(wallet), !books.isFrozen(available) else { return .refused(.stateConflict) }
        guard books.balance(available) >= money.minor else { return .refused(.insufficientFunds) }
        guard books.canAdd(money.minor, to: wallet) else { return .refused(.amountExceeded) }

        books.post(id, for: id, [(available, -money.minor), (wallet.key, money.minor)])
        let topup = Topup(id: id, merchant: merchant, target: wallet.key, amount: money.minor, createdAt: books.now)
        books.add(topup)
        return .topup(topup)
    }
}
