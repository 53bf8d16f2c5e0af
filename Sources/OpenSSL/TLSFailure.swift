/// Why a TLS connection could not be opened, read or written.
package struct TLSFailure: Error, Equatable {
    /// The step that failed.
    package enum Stage: String, Sendable {
        /// The context: the certificate authority's file cannot be read.
        case context
        /// The host has no address, or nothing listens there.
        case connect
        /// The peer broke the handshake off, or its certificate is not good for the host.
        case handshake
        case write
        case read
        /// The peer said nothing (or took nothing) for longer than the connection's time-out.
        case timedOut
    }

    package let stage: Stage
    /// For logs only: OpenSSL's or the system's own words.
    package let reason: String

    package init(_ stage: Stage, _ reason: String) {
        self.stage = stage
        self.reason = reason
    }
}
