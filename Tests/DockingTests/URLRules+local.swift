import HTTPClient

extension URLRules {
    /// The tests' receivers are on this machine and speak cleartext.
    static let local = URLRules.outgoing(allowsCleartext: true, addresses: .publicAndLoopback)
}
