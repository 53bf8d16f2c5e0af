package import Values

/// Who is charged.
package struct Payer: Equatable, Sendable {
    /// Whether it may be charged.
    package enum State: String, Sendable { case active, blocked }

    package let id: Identifier
    /// The merchant whose prepaid customer this is; nil for a payer of the platform.
    package let merchant: Identifier?
    /// Unique within the merchant, compared as bytes.
    package let login: String
    package var state: State
    package let createdAt: Timestamp

    package init(id: Identifier, merchant: Identifier?, login: String, state: State, createdAt: Timestamp) {
        self.id = id
        self.merchant = merchant
        self.login = login
        self.state = state
        self.createdAt = createdAt
    }
}
