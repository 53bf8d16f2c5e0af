package import Ledger
package import Payers

/// A payer with its wallets.
package struct PayerView: Equatable, Sendable {
    package let payer: Payer
    package let wallets: [Wallet]

    package init(payer: Payer, wallets: [Wallet]) {
        self.payer = payer
        self.wallets = wallets
    }
}
