import JSON

/// A merchant made for trying the system out, with all its secrets.
package struct DemoMerchant: Sendable, Equatable {
    package let id: String
    package let pid: Int64
    package let md5Key: String
    package let hmacKeyID: String
    /// Base64 of the raw bytes.
    package let hmacKey: String
    package let ed25519KeyID: String
    package let ed25519PrivateKeyFile: String
    package let rsaKeyID: String
    package let rsaPrivateKeyFile: String
    package let platformRSAPublicKeyFile: String

    func write(into writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("pid", pid)
        writer.field("md5_key", md5Key)
        writer.field("hmac_key_id", hmacKeyID)
        writer.field("hmac_key", hmacKey)
        writer.field("ed25519_key_id", ed25519KeyID)
        writer.field("ed25519_private_key_file", ed25519PrivateKeyFile)
        writer.field("rsa_key_id", rsaKeyID)
        writer.field("rsa_private_key_file", rsaPrivateKeyFile)
        writer.field("platform_rsa_public_key_file", platformRSAPublicKeyFile)
    }

    init?(_ value: JSONValue) {
        guard let id = value["id"]?.text, case .integer(let pid) = value["pid"], let md5Key = value["md5_key"]?.text,
            let hmacKeyID = value["hmac_key_id"]?.text, let hmacKey = value["hmac_key"]?.text,
            let ed25519KeyID = value["ed25519_key_id"]?.text,
            let ed25519File = value["ed25519_private_key_file"]?.text,
            let rsaKeyID = value["rsa_key_id"]?.text, let rsaFile = value["rsa_private_key_file"]?.text,
            let platformFile = value["platform_rsa_public_key_file"]?.text
        else { return nil }
        self.init(
            id: id, pid: pid, md5Key: md5Key, hmacKeyID: hmacKeyID, hmacKey: hmacKey, ed25519KeyID: ed25519KeyID,
            ed25519PrivateKeyFile: ed25519File, rsaKeyID: rsaKeyID, rsaPrivateKeyFile: rsaFile,
            platformRSAPublicKeyFile: platformFile)
    }

    init(
        id: String, pid: Int64, md5Key: String, hmacKeyID: String, hmacKey: String, ed25519KeyID: String,
        ed25519PrivateKeyFile: String, rsaKeyID: String, rsaPrivateKeyFile: String, platformRSAPublicKeyFile: String
    ) {
        self.id = id
        self.pid = pid
        self.md5Key = md5Key
        self.hmacKeyID = hmacKeyID
        self.hmacKey = hmacKey
        self.ed25519KeyID = ed25519KeyID
        self.ed25519PrivateKeyFile = ed25519PrivateKeyFile
        self.rsaKeyID = rsaKeyID
        self.rsaPrivateKeyFile = rsaPrivateKeyFile
        self.platformRSAPublicKeyFile = platformRSAPublicKeyFile
    }
}
