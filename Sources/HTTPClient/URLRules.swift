/// What a URL must be to be accepted.
package struct URLRules: Sendable {
    /// Whether `http` is allowed beside `https`.
    package let allowsCleartext: Bool
    /// Where our own requests may go; nil for URLs that only browsers follow.
    package let addresses: AddressPolicy?

    /// For URLs that we call ourselves.
    package static func outgoing(allowsCleartext: Bool, addresses: AddressPolicy) -> URLRules {
        URLRules(allowsCleartext: allowsCleartext, addresses: addresses)
    }

    /// For URLs that we only send a browser to.
    package static let browser = URLRules(allowsCleartext: true, addresses: nil)
}
