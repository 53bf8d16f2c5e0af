import OpenSSL
import Testing

/// Public keys as people paste them.
@Suite struct OpenSSLPastedKeyTests {
    @Test("PEM, base 64 on one line, on many, with blanks around it: the same key")
    func spellings() throws {
        for pair in [try PrivateKey.generateEd25519(), try PrivateKey.generateRSA()] {
            let key = pair.publicKey
            let line = Base64.encode(key.der())
            let pem = String(decoding: key.pem(), as: UTF8.self)
            let many = pem.split(separator: "\n").dropFirst().dropLast().joined(separator: "\r\n")
            for text in [pem, line, "  \(line)\n", many, "\n" + pem] {
                #expect(try PublicKey(text: Array(text.utf8)).der() == key.der())
            }
        }
    }

    @Test("Private keys, other kinds, weak keys and what is no key are refused")
    func refused() throws {
        let pair = try PrivateKey.generateRSA()
        // RSA of 1,024 bits.
        let weak =
            "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCnp2FN2tk6sduRTImXHLQ7CLow7TbU+HZsSMeumy2eoKR3jHOeN"
            + "zy3nvc2zLHEPzhJYxzAA77w5RkMIPttnC3UYNexGWHLo1r7A4Gzl9apMGstXUeXzB8uIvOpF9nVqHpdZOgtHGZwCPI"
            + "XahUXgiucsfs5sAkmChRPUsUbX+V0wIDAQAB"
        for text in ["", "x", "AAAA", "-----BEGIN", String(decoding: pair.pem(), as: UTF8.self), weak] {
            #expect(throws: OpenSSLFailure.self) { _ = try PublicKey(text: Array(text.utf8)) }
        }
        var longer = pair.publicKey.der()
        longer.append(0)
        #expect(throws: OpenSSLFailure.self) { _ = try PublicKey(text: Array(Base64.encode(longer).utf8)) }
    }
}
