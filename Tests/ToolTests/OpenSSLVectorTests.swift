import OpenSSL
import Testing

/// Known answers, typed in from the documents named in each test.
@Suite struct OpenSSLVectorTests {
    private static func bytes(_ hex: String) -> [UInt8] { Hex.decode(hex) ?? [] }

    @Test(
        "SHA-256 (FIPS 180-4 examples)",
        arguments: [
            ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ])
    func sha256(_ text: String, _ times: Int, _ digest: String) {
        #expect(Hex.encode(Digest.sha256(Array(String(repeating: text, count: times).utf8))) == digest)
        let running = RunningDigest()
        for _ in 0..<times { running.add(Array(text.utf8)) }
        #expect(Hex.encode(running.finish()) == digest)
    }

    @Test(
        "MD5 (RFC 1321 §A.5)",
        arguments: [
            ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ])
    func md5(_ text: String, _ digest: String) {
        #expect(Hex.encode(Digest.md5(Array(text.utf8))) == digest)
    }

    @Test(
        "HMAC-SHA-256 (RFC 4231)",
        arguments: [
            (
                String(repeating: "0b", count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                "4a656665", Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                String(repeating: "aa", count: 20), [UInt8](repeating: 0xDD, count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                "0102030405060708090a0b0c0d0e0f10111213141516171819", [UInt8](repeating: 0xCD, count: 50),
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
            ),
            (
                String(repeating: "aa", count: 131),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func hmac(_ key: String, _ message: [UInt8], _ digest: String) {
        #expect(Hex.encode(HMAC.sha256(key: Self.bytes(key), message)) == digest)
    }

    @Test(
        "Ed25519 (RFC 8032 §7.1)",
        arguments: [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                    + "d25bf5f0595bbe24655141438e7a100b"
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                    + "387b2eaeb4302aeeb00d291612bb0c00"
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                    + "4a7c15e9716ed28dc027beceea1ec40a"
            ),
        ])
    func ed25519(_ secret: String, _ open: String, _ message: String, _ signature: String) throws {
        let key = try PrivateKey(rawEd25519: Self.bytes(secret))
        #expect(key.publicKey.raw() == Self.bytes(open))
        #expect(Hex.encode(try key.sign(Self.bytes(message))) == signature)
        let verifier = try PublicKey(rawEd25519: Self.bytes(open))
        #expect(verifier.verifies(Self.bytes(signature), Self.bytes(message)))
        #expect(!verifier.verifies(Self.bytes(signature), Self.bytes(message) + [0]))
    }

    @Test(
        "scrypt (RFC 7914 §12)",
        arguments: [
            (
                "", "", UInt64(16), UInt64(1), UInt64(1),
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                    + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
            ),
            (
                "password", "NaCl", 1024, 8, 16,
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                    + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
            ),
            (
                "pleaseletmein", "SodiumChloride", 16_384, 8, 1,
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                    + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
            ),
        ])
    func scrypt(_ password: String, _ salt: String, _ n: UInt64, _ r: UInt64, _ p: UInt64, _ key: String) throws {
        let derived = try Scrypt.derive(
            password: Array(password.utf8), salt: Array(salt.utf8), n: n, r: r, p: p, length: 64)
        #expect(Hex.encode(derived) == key)
    }

    @Test(
        "scrypt refuses parameters that are illegal or too large",
        arguments: [
            (UInt64(0), UInt64(8), UInt64(1)), (1000, 8, 1), (1, 8, 1), (1 << 20, 8, 1), (16, 0, 1), (16, 1, 0),
        ])
    func scryptRefuses(_ n: UInt64, _ r: UInt64, _ p: UInt64) {
        #expect(throws: OpenSSLFailure.self) { try Scrypt.derive(password: [1], salt: [2], n: n, r: r, p: p) }
    }

    @Test(
        "AES-256-GCM (McGrew and Viega, test cases 13, 14 and 16)",
        arguments: [
            (
                String(repeating: "00", count: 32), String(repeating: "00", count: 12), "", "",
                "530f8afbc74536b9a963b4f1c4cb738b"
            ),
            (
                String(repeating: "00", count: 32), String(repeating: "00", count: 12), "",
                "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
            ),
            (
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                    + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
            ),
        ])
    func aesGCM(_ key: String, _ nonce: String, _ associated: String, _ plain: String, _ sealed: String) throws {
        let opened = try AESGCM.open(
            Self.bytes(nonce + sealed), key: Self.bytes(key), associated: Self.bytes(associated))
        #expect(opened == Self.bytes(plain))
    }

    @Test("AES-GCM opens what it sealed and nothing else")
    func aesGCMRoundTrip() throws {
        let key = SecureRandom.bytes(32)
        for plain in [[], [1], SecureRandom.bytes(1000)] {
            let sealed = try AESGCM.seal(plain, key: key, associated: [9])
            #expect(sealed.count == plain.count + AESGCM.overhead)
            #expect(try AESGCM.open(sealed, key: key, associated: [9]) == plain)
            #expect(try AESGCM.seal(plain, key: key, associated: [9]) != sealed)
            for position in [0, 11, 12, sealed.count - 17, sealed.count - 1] {
                var altered = sealed
                altered[position] ^= 1
                #expect(throws: OpenSSLFailure.self) { try AESGCM.open(altered, key: key, associated: [9]) }
            }
            #expect(throws: OpenSSLFailure.self) { try AESGCM.open(sealed, key: key, associated: [8]) }
            #expect(throws: OpenSSLFailure.self) { try AESGCM.open(sealed.dropLast(), key: key, associated: [9]) }
            #expect(throws: OpenSSLFailure.self) {
                try AESGCM.open(sealed, key: SecureRandom.bytes(32), associated: [9])
            }
        }
        #expect(throws: OpenSSLFailure.self) { try AESGCM.seal([1], key: Array(key.dropLast())) }
        #expect(throws: OpenSSLFailure.self) { try AESGCM.open([1], key: key) }
    }
}
