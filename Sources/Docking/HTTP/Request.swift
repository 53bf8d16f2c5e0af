package import Threading

/// One HTTP request as it reached the worker, copied out of whatever brought it.
package struct Request: Sendable {
    /// What is known of the body. It has been read to its end in every case.
    package enum Body: Sendable {
        case whole([UInt8])
        /// More than any endpoint takes; its bytes were thrown away.
        case tooLarge
        /// Its length was not the announced one.
        case mismatched
    }

    package let method: String
    /// Path and query exactly as they were sent.
    package let target: String
    /// The target up to the question mark, undecoded.
    package let path: Substring
    /// What follows the question mark, undecoded; nil without one.
    package let query: Substring?
    package let headers: Headers
    package let body: Body
    package let remoteAddress: String
    /// From nginx, the same on all its tries of this request, and not for clients to choose.
    package let requestID: String
    /// Came through the listener for ourselves: the metrics are told to nobody else.
    package let isInternal: Bool
    /// Nobody waits for the answer beyond this.
    package let deadline: Deadline

    package init(
        method: String, target: String, headers: Headers, body: Body, remoteAddress: String, requestID: String,
        isInternal: Bool, deadline: Deadline
    ) {
        self.method = method
        self.target = target
        // By bytes: as characters, a question mark with a combining accent behind it is no question mark.
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = target[..<mark]
            query = target[target.utf8.index(after: mark)...]
        } else {
            path = target[...]
            query = nil
        }
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
        self.requestID = requestID
        self.isInternal = isInternal
        self.deadline = deadline
    }
}
