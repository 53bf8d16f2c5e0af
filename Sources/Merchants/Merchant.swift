package import Values

/// A shop (商户) that docks with us.
package struct Merchant: Equatable, Sendable {
    /// Whether the shop may trade.
    package enum State: String, Sendable { case active, suspended }

    package let id: Identifier
    /// The integer that epay shops know a merchant by.
    package let pid: Int64
    package let name: String
    package let state: State
    package let settings: MerchantSettings

    package init(
        id: Identifier, pid: Int64, name: String, state: State, settings: MerchantSettings = MerchantSettings()
    ) {
        self.id = id
        self.pid = pid
        self.name = name
        self.state = state
        self.settings = settings
    }
}
