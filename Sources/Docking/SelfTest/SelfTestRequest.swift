/// What a shop's developer wants looked at. Nothing of it is kept or written down anywhere.
struct SelfTestRequest: Sendable {
    /// Which signature it should have.
    enum Version: String, Sendable {
        /// MD5 with a key that both sides know.
        case v1
        /// RSA with SHA-256 (PKCS #1 v1.5).
        case v2
    }

    var version = Version.v1
    /// What was sent: a query, a form's body, or an address with a query.
    var sent: [UInt8] = []
    /// The key of V1; empty: not told.
    var key: [UInt8] = []
    /// The merchant's public key for V2, in PEM or as one line of base 64; empty: not told.
    var publicKey = ""
    /// What the developer's program signed, with or without the key behind it; empty: not told.
    var text: [UInt8] = []
    /// The signature that the developer's program came to; empty: the one that was sent.
    var signature = ""
}
