/// What a tour of a running gateway needs: addresses, a shop's account with it, and two people who pay.
package struct TourPlan: Sendable {
    /// `https://HOST:PORT`, of the gateway and of the demo shop.
    let gateway: String
    let authorityFile: String
    let keyID: String
    let key: [UInt8]
    /// A payer that the shop may charge by its signature alone.
    let payer: String
    /// A payer who agrees at the cashier, with the PIN.
    let login: String
    let pin: String
    /// Has the platform charge what waits for windows up to a moment (RFC 3339); false: it could not.
    let settle: @Sendable (_ moment: String) -> Bool

    package init(
        gateway: String, authorityFile: String, keyID: String, key: [UInt8], payer: String, login: String, pin: String,
        settle: @escaping @Sendable (_ moment: String) -> Bool
    ) {
        self.settle = settle
        self.gateway = gateway
        self.authorityFile = authorityFile
        self.keyID = keyID
        self.key = key
        self.payer = payer
        self.login = login
        self.pin = pin
    }
}
