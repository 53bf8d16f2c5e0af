import OpenSSL
import RawStructuredFieldValues

/// The Content-Digest field (RFC 9530), with SHA-256 as the one algorithm that is looked at.
enum ContentDigest {
    /// True if the field names this SHA-256 of the content. Other algorithms beside it are nobody's concern.
    static func matches(_ field: String, sha256: [UInt8]) -> Bool {
        // The one spelling that nearly everybody uses needs no parser.
        if field.utf8.elementsEqual(self.field(sha256: sha256).utf8) { return true }
        guard let members = StructuredDictionary.parse(field), case .item(let item)? = members["sha-256"],
            case .undecodedByteSequence(let text) = item.rfc9651BareItem, let claimed = Base64.decode(text)
        else { return false }
        return constantTimeEqual(claimed, sha256)
    }

    /// The field's value for content with this SHA-256.
    static func field(sha256: [UInt8]) -> String { "sha-256=:" + Base64.encode(sha256) + ":" }
}
