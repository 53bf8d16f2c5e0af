extension PublicKey {
    /// Reads a key as people paste it: PEM, or the base 64 of a SubjectPublicKeyInfo alone, on one line or many.
    package convenience init(text: [UInt8]) throws(OpenSSLFailure) {
        let dense = text.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if dense.starts(with: "-----BEGIN".utf8) {
            try self.init(pem: text)
        } else if let der = Base64.decode(String(decoding: dense, as: UTF8.self)) {
            try self.init(der: der)
        } else {
            throw OpenSSLFailure("read a public key", detail: "neither PEM nor base 64")
        }
    }
}
