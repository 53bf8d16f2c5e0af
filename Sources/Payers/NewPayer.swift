/// A payer that is about to be created, with its credential.
package struct NewPayer: Equatable, Sendable {
    package let payer: Payer
    package let pin: PIN

    package init(payer: Payer, pin: PIN) {
        self.payer = payer
        self.pin = pin
    }
}
