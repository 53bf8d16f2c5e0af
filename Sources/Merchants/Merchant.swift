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
    /// Greater with each change of its state, settings, keys or policy: what was judged under an older one is not
    /// decided.
    package let version: Int64

    package init(
        id: Identifier, pid: Int64, name: String, state: State, settings: MerchantSettings = MerchantSettings(),
        version: Int64 = 0
    ) {
        self.id = id
        self.pid = pid
        self.name = name
        self.state = state
        self.settings = settings
        self.version = version
    }
}
