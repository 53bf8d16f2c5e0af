import Values

/// Whom a delivery goes to: a merchant, at a host. A host may be many merchants', a merchant may name many hosts.
struct Recipient: Hashable, Sendable {
    let host: String
    let merchant: Identifier
}
