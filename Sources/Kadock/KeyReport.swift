import JSON
import Merchants
import OpenSSL
import Values

/// What an operator is told of a key that was just given.
struct KeyReport {
    private let issued: IssuedKey
    /// Where the private half lies, if we drew it.
    private let privateKeyFile: String?

    init(_ issued: IssuedKey, privateKeyFile: String? = nil) {
        self.issued = issued
        self.privateKeyFile = privateKeyFile
    }

    /// The secret in the form that the merchant's settings want.
    private var secret: String? {
        switch issued.key.algorithm {
        case .hmacSHA256: Base64.encode(issued.key.material)
        case .md5: String(decoding: issued.key.material, as: UTF8.self)
        case .ed25519, .rsaV15SHA256: nil
        }
    }

    func print(json: Bool) {
        let key = issued.key
        guard json else {
            return Swift.print(
                "key \(key.keyID) (\(key.algorithm.rawValue))\((secret ?? privateKeyFile).map { ": \($0)" } ?? "")")
        }
        Report.object { writer in
            writer.field("key_id", key.keyID)
            writer.field("algorithm", key.algorithm.rawValue)
            writer.field("key", secret)
            if let privateKeyFile { writer.field("private_key_file", privateKeyFile) }
        }
    }

    /// A key in a list for people.
    static func line(_ key: MerchantKey) -> String {
        let end = key.validUntil.map { ", until \($0.rfc3339)" } ?? ""
        return "key \(key.keyID) (\(key.algorithm.rawValue))\(end)"
    }

    /// A key in a list for machines.
    static func write(_ key: MerchantKey, into writer: inout JSONWriter) {
        writer.field("key_id", key.keyID)
        writer.field("algorithm", key.algorithm.rawValue)
        writer.field("seal_version", key.sealVersion)
        writer.field("created_at", key.createdAt?.rfc3339)
        writer.field("valid_until", key.validUntil?.rfc3339)
    }
}
