import Foundation
import OpenSSL
import Testing

/// Keys: their forms, their signatures, what is refused, and the `openssl` program's opinion.
@Suite struct OpenSSLKeyTests {
    private let message = Array("deduct 1999 CNY".utf8)
    private static let rsa = Result { try PrivateKey.generateRSA(bits: 2048) }

    private func key(_ kind: KeyKind) throws -> PrivateKey {
        switch kind {
        case .ed25519: try .generateEd25519()
        case .rsa: try Self.rsa.get()
        }
    }

    @Test("A signature is verified by its key alone, over its message alone", arguments: [KeyKind.ed25519, .rsa])
    func signs(_ kind: KeyKind) throws {
        let key = try key(kind)
        #expect(key.kind == kind && key.publicKey.kind == kind)
        let signature = try key.sign(message)
        #expect(signature.count == (kind == .rsa ? 256 : 64))
        #expect(key.publicKey.verifies(signature, message))
        #expect(try key.sign(message) == signature)
        #expect(!key.publicKey.verifies(signature, message + [0]))
        #expect(!key.publicKey.verifies(signature, []))
        for other in [[], [0], Array(signature.dropLast()), signature + [0], [UInt8](repeating: 0, count: 64)] {
            #expect(!key.publicKey.verifies(other, message))
        }
        for position in [0, 20, 40, 63] {
            var altered = signature
            altered[position] ^= 1
            #expect(!key.publicKey.verifies(altered, message))
        }
        #expect(try !PrivateKey.generateEd25519().publicKey.verifies(signature, message))
    }

    @Test("Keys survive being written and read", arguments: [KeyKind.ed25519, .rsa])
    func readsAndWrites(_ kind: KeyKind) throws {
        let key = try key(kind)
        let signature = try key.sign(message)
        #expect(try PrivateKey(pem: key.pem()).sign(message) == signature)
        #expect(try PublicKey(pem: key.publicKey.pem()).verifies(signature, message))
        #expect(try PublicKey(der: key.publicKey.der()).verifies(signature, message))
        #expect(String(decoding: key.pem(), as: UTF8.self).hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(String(decoding: key.publicKey.pem(), as: UTF8.self).hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
    }

    @Test("The numbers of a JWK")
    func numbers() throws {
        let rsa = try #require(try key(.rsa).publicKey.rsaModulusAndExponent())
        #expect(rsa.modulus.count == 256 && rsa.modulus[0] >= 0x80)
        #expect(rsa.exponent == [1, 0, 1])
        #expect(try key(.rsa).publicKey.raw() == nil)
        let ed25519 = try key(.ed25519).publicKey
        #expect(ed25519.rsaModulusAndExponent() == nil)
        #expect(try PublicKey(rawEd25519: try #require(ed25519.raw())).der() == ed25519.der())
    }

    @Test("K4 what is no key of ours is refused")
    func refuses() throws {
        let directory = try Scratch()
        try directory.run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "ec")
        try directory.run(
            "openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", "small")
        try directory.run("openssl", "genpkey", "-algorithm", "ED25519", "-aes256", "-pass", "pass:x", "-out", "locked")
        for name in ["ec", "small", "locked"] {
            let pem = try directory.read(name)
            #expect(throws: OpenSSLFailure.self) { try PrivateKey(pem: pem) }
        }
        let der = try key(.ed25519).publicKey.der()
        for bytes in [[], [0x30], Array(der.dropLast()), der + [0], Array("-----BEGIN PUBLIC KEY-----\n".utf8)] {
            #expect(throws: OpenSSLFailure.self) { try PublicKey(der: bytes) }
            #expect(throws: OpenSSLFailure.self) { try PublicKey(pem: bytes) }
            #expect(throws: OpenSSLFailure.self) { try PrivateKey(pem: bytes) }
            #expect(throws: OpenSSLFailure.self) { try PublicKey(rawEd25519: bytes) }
            #expect(throws: OpenSSLFailure.self) { try PrivateKey(rawEd25519: bytes) }
        }
        let publicPEM = try key(.rsa).publicKey.pem()
        #expect(throws: OpenSSLFailure.self) { try PrivateKey(pem: publicPEM) }
    }

    @Test("The openssl program verifies our signatures and we verify its", arguments: [KeyKind.ed25519, .rsa])
    func agreesWithProgram(_ kind: KeyKind) throws {
        let key = try key(kind)
        let directory = try Scratch()
        try directory.write("key", key.pem())
        try directory.write("public", key.publicKey.pem())
        try directory.write("message", message)
        try directory.write("signature", try key.sign(message))
        let form = kind == .rsa ? ["-rawin", "-digest", "sha256"] : ["-rawin"]
        try directory.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "public", "-in", "message", "-sigfile", "signature"]
                + form)
        try directory.run(["openssl", "pkeyutl", "-sign", "-inkey", "key", "-in", "message", "-out", "theirs"] + form)
        #expect(key.publicKey.verifies(try directory.read("theirs"), message))
    }

    @Test("Many threads use one key at once", arguments: [KeyKind.ed25519, .rsa])
    func servesThreads(_ kind: KeyKind) throws {
        let key = try key(kind)
        let rounds = kind == .rsa ? 10 : 100
        nonisolated(unsafe) let results = UnsafeMutableBufferPointer<Bool>.allocate(capacity: 8)
        defer { unsafe results.deallocate() }
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            var isRight = true
            for round in 0..<rounds {
                let text = [UInt8(thread), UInt8(round)]
                let secret = [UInt8](repeating: UInt8(thread), count: 32)
                let signature = (try? key.sign(text)) ?? []
                isRight = isRight && key.publicKey.verifies(signature, text)
                isRight = isRight && HMAC.sha256(key: secret, text) == HMAC.sha256(key: secret, text)
                isRight = isRight && Digest.sha256(text) == Digest.sha256(text)
            }
            unsafe results[thread] = isRight
        }
        #expect(unsafe results.allSatisfy { $0 })
    }
}
