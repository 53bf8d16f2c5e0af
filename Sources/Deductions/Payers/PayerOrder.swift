import Ledger
package import Payers
package import Values

/// Makes a payer with an empty wallet.
package struct PayerOrder: Command {
    /// nil: a payer of the platform.
    package let owner: Identifier?
    package let login: String
    package let pin: PIN
    package let currency: Currency
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(
        owner: Identifier?, login: String, pin: PIN, currency: Currency, claim: Claim?, nonce: NonceClaim?
    ) {
        self.owner = owner
        self.login = login
        self.pin = pin
        self.currency = currency
        self.claim = claim
        self.nonce = nonce
    }

    package var merchant: Identifier { owner ?? .system }
    package var affinity: Identifier { merchant }
    package var answerKind: AnswerKind { .payer }

    private var name: Reach.Login { Reach.Login(merchant: merchant, login: login) }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.logins = [name]
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard !books.takenLogins.contains(name) else { return .refused(.loginTaken) }
        let payer = Payer(id: id, merchant: owner, login: login, state: .active, createdAt: books.now)
        let wallet = Wallet(payer: id, currency: currency)
        books.add(NewPayer(payer: payer, pin: pin), wallet: wallet)
        return .payer(PayerView(payer: payer, wallets: [wallet]))
    }
}
