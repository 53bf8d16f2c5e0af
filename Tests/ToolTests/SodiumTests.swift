import OpenSSL
import Sodium
import Testing

@Suite("Ed25519 by libsodium")
struct SodiumTests {
    @Test("RFC 8032 §7.1, test 3; and OpenSSL agrees")
    func knownAnswer() throws {
        let seed = try #require(Hex.decode("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))
        let expected =
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        let signer = try #require(Ed25519Signer(seed: seed))
        #expect(Hex.encode(signer.sign([0xAF, 0x82])) == expected)
        let key = try PrivateKey(rawEd25519: seed)
        #expect(key.rawEd25519 == seed)
        #expect(key.publicKey.verifies(signer.sign([1, 2, 3]), [1, 2, 3]))
    }

    @Test("A seed of the wrong length is no seed")
    func wrongSeed() { #expect(Ed25519Signer(seed: [1, 2, 3]) == nil) }
}
