import OpenSSL

/// A webhook as its signature sees it.
struct WebhookRequest: SignedMessage {
    /// The URL without a fragment, which is not sent, and with a path, which always is.
    let target: String
    let contentDigest: String

    static let contentType = "application/json"

    init(url: String, body: [UInt8]) {
        let address = url.utf8.prefix { $0 != UInt8(ascii: "#") }
        let slash = UInt8(ascii: "/")
        // Behind the second slash, which ends the scheme.
        let authority = address.drop { $0 != slash }.dropFirst(2)
        let end = authority.firstIndex { $0 == slash || $0 == UInt8(ascii: "?") } ?? address.endIndex
        let hasPath = end < address.endIndex && address[end] == slash
        let (before, behind) = (Substring(address[..<end]), Substring(address[end...]))
        target = hasPath ? String(Substring(address)) : before + "/" + behind
        contentDigest = ContentDigest.field(sha256: Digest.sha256(body))
    }

    func value(of component: SignatureComponent) -> [UInt8]? {
        switch component.name {
        case .method: Array("POST".utf8)
        case .targetURI: Array(target.utf8)
        case .field("content-digest"): Array(contentDigest.utf8)
        case .field("content-type"): Array(Self.contentType.utf8)
        default: nil
        }
    }
}
