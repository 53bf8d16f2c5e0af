import HTTPClient

extension URLRules {
    /// What the address of an epay shop must be that we are to call: as these rules say, and http is common there.
    var forEpay: URLRules { .outgoing(allowsCleartext: true, addresses: addresses ?? .publicOnly) }
}
