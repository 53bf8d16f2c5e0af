package import Values

/// A payer who is signed in with one browser.
package struct PayerSession: Equatable, Sendable {
    /// Without a request for so long it is over.
    package static let idleMicroseconds: Int64 = 1_800_000_000
    /// After so long it is over in any case.
    package static let lifeMicroseconds: Int64 = 43_200_000_000

    /// SHA-256 of the token.
    package let key: [UInt8]
    package let payer: Identifier
    package let createdAt: Timestamp
    /// When the PIN was last given, and right.
    package let provedAt: Timestamp
    /// When it was last used, to the minute.
    package let seenAt: Timestamp
    package let expiresAt: Timestamp

    package init(
        key: [UInt8], payer: Identifier, createdAt: Timestamp, provedAt: Timestamp, seenAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.key = key
        self.payer = payer
        self.createdAt = createdAt
        self.provedAt = provedAt
        self.seenAt = seenAt
        self.expiresAt = expiresAt
    }

    /// One that begins now, with the PIN just given.
    package init(key: [UInt8], payer: Identifier, at now: Timestamp) {
        self.init(
            key: key, payer: payer, createdAt: now, provedAt: now, seenAt: now,
            expiresAt: Timestamp(microseconds: now.microseconds + Self.lifeMicroseconds))
    }

    package func isOver(at now: Timestamp) -> Bool {
        now >= expiresAt || now.microseconds - seenAt.microseconds >= Self.idleMicroseconds
    }
}
