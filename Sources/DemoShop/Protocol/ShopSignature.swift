import OpenSSL

/// The signature of the epay V1 protocol, as any shop computes it: what is not empty, sorted by name, `k=v&k=v`, the
/// key right behind, MD5 in lower-case hexadecimal.
enum ShopSignature {
    /// `fields` may hold `sign` and `sign_type`; they are not signed.
    static func sign(_ fields: [String: String], key: String) -> String {
        let text = fields.filter { !$0.value.isEmpty && $0.key != "sign" && $0.key != "sign_type" }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        return Hex.encode(Digest.md5(Array((text + key).utf8)))
    }

    /// Whether `sign` among the fields is what the key's holder would have written.
    static func isGood(_ fields: [String: String], key: String) -> Bool {
        constantTimeEqual(Array(sign(fields, key: key).utf8), Array((fields["sign"] ?? "").utf8))
    }
}
