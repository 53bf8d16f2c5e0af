/// A request that we make.
package struct OutgoingRequest: Sendable {
    /// The two methods that are needed.
    package enum Method: Sendable { case get, post }

    package let method: Method
    package let url: CheckedURL
    /// Beside those that libcurl writes by itself (Host, Content-Length). Names and values without line ends.
    package let headers: [(name: String, value: String)]
    /// Sent with POST only.
    package let body: [UInt8]
    package let limits: OutgoingLimits

    /// A request from its parts.
    package init(
        _ method: Method, _ url: CheckedURL, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        limits: OutgoingLimits = .standard
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
    }
}
