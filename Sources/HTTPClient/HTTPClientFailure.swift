/// Why there is no answer. Whether the other side has seen the request is unknown unless `kind` says so.
package struct HTTPClientFailure: Error, Sendable {
    /// What went wrong.
    package enum Kind: Sendable, Equatable {
        /// The request cannot be sent as it is: a header with a line end. Nothing was sent.
        case invalidRequest
        /// The name leads to addresses that are not allowed. Nothing was sent.
        case addressRefused
        /// The name is not known. Nothing was sent.
        case nameUnknown
        /// Nobody accepts the connection. Nothing was sent.
        case notConnected
        /// The certificate is not trusted or the handshake failed. Nothing was sent.
        case insecure
        /// Out of time, in whichever phase.
        case timedOut
        /// The answer is larger than the limits.
        case tooLarge
        /// The connection broke, or what came back is not HTTP.
        case broken
    }

    /// What went wrong.
    package let kind: Kind
    /// libcurl's words, for the log.
    package let detail: String
    /// As much as was read of an answer that began and did not come to its end; nil when none began.
    package let answer: OutgoingResponse?
}
