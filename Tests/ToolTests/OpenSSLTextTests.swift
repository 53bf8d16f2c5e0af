import Foundation
import OpenSSL
import Testing

/// Base 16 and base 64, comparison and random bytes.
@Suite struct OpenSSLTextTests {
    @Test(
        "Base 64 (RFC 4648 §10)",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(_ plain: String, _ text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
        let unpadded = text.replacing("=", with: "")
        #expect(Base64.encodeURL(Array(plain.utf8)) == unpadded)
        #expect(Base64.decodeURL(unpadded) == Array(plain.utf8))
    }

    @Test("Base 64 agrees with Foundation on random bytes")
    func base64AgreesWithFoundation() {
        for count in 0..<200 {
            let bytes = SecureRandom.bytes(count)
            let text = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes) == text)
            #expect(Base64.decode(text) == bytes)
            #expect(Base64.decodeURL(Base64.encodeURL(bytes)) == bytes)
        }
    }

    @Test(
        "Base 64 has one text for each value",
        arguments: [
            "Zg", "Zg=", "Zg===", "Z", "Z===", "====", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zm9-", "Zm9_", "=Zg=",
            "Zg==Zg==",
            "Zm9vé", "Zg=a",
        ])
    func base64Refuses(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("URL-safe base 64 knows no padding and no plus", arguments: ["Zg==", "+A", "/A", "Zh", "A", "Zm9v ", "Zg="])
    func base64URLRefuses(_ text: String) {
        #expect(Base64.decodeURL(text) == nil)
    }

    @Test("Base 16")
    func hex() {
        #expect(Hex.encode([0x00, 0x9F, 0xA0, 0xFF]) == "009fa0ff")
        #expect(Hex.decode("009fA0fF") == [0x00, 0x9F, 0xA0, 0xFF])
        #expect(Hex.decode("") == [])
        for text in ["0", "0g", "0x00", " 00", "é0", "00 "] { #expect(Hex.decode(text) == nil) }
    }

    @Test("Comparison of secrets")
    func comparesSecrets() {
        let secret = SecureRandom.bytes(32)
        #expect(constantTimeEqual(secret, secret) && constantTimeEqual([], []))
        #expect(!constantTimeEqual(secret, Array(secret.dropLast())) && !constantTimeEqual(secret, []))
        for position in secret.indices {
            var other = secret
            other[position] ^= 0x80
            #expect(!constantTimeEqual(secret, other))
        }
    }

    @Test("Random bytes differ and have the length asked for")
    func randomBytes() {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(SecureRandom.bytes(33).count == 33)
        #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
    }
}
