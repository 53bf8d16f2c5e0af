/// How long a request may take and how much an answer may be.
package struct OutgoingLimits: Sendable {
    /// From the first look-up of the name to the end of the TLS handshake, in milliseconds.
    package let connectMilliseconds: Int
    /// The whole exchange, in milliseconds.
    package let totalMilliseconds: Int
    /// The answer's body, in bytes. It is never unpacked, so this is also what it takes in memory.
    package let bodyBytes: Int
    /// The answer's header lines together, in bytes.
    package let headerBytes: Int

    /// The limits of webhooks: 10 seconds and 64 KiB.
    package static let standard = OutgoingLimits()

    /// Limits, each with its standard value.
    package init(
        connectMilliseconds: Int = 5_000, totalMilliseconds: Int = 10_000, bodyBytes: Int = 65_536,
        headerBytes: Int = 16_384
    ) {
        self.connectMilliseconds = connectMilliseconds
        self.totalMilliseconds = totalMilliseconds
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
    }
}
