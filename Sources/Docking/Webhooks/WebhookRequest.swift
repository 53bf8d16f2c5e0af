import OpenSSL

/// A webhook as its signature sees it.
struct WebhookRequest: SignedMessage {
    /// The URL without a fragment, which is not sent, and with a path, which always is.
    let target: String
    let contentDigest: String

    static let contentType = "application/json"

    init(url: String, body: [UInt8]) {
        let address = url.prefix { $0 != "#" }
        // Behind the second slash, which ends the scheme.
        let slash = address.firstIndex(of: "/") ?? address.endIndex
        let end = address[slash...].dropFirst(2).firstIndex { $0 == "/" || $0 == "?" } ?? address.endIndex
        let hasPath = end < address.endIndex && address[end] == "/"
        target = hasPath ? String(address) : address[..<end] + "/" + address[end...]
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
