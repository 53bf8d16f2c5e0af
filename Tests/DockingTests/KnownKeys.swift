import MariaDB
import Merchants
import OpenSSL
import Testing
import Threading
import Values

@testable import Docking

/// A directory that is a dictionary.
struct KnownKeys: KeyDirectory {
    var signers: [String: Signer] = [:]
    var rings: [Int64: KeyRing] = [:]
    var isAway = false

    func signer(keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Signer? {
        if isAway { throw DatabaseFailure(kind: .connectionLost, message: "away") }
        return signers[keyID]
    }

    func standing(ofKey keyID: String) -> SignerStanding {
        isAway ? .notAtHand : .told(signers[keyID] ?? .decoy, isKnown: signers[keyID] != nil)
    }

    func refresh(_ deadline: Deadline) throws(DatabaseFailure) {}

    func ring(of pid: Int64, _ deadline: Deadline) throws(DatabaseFailure) -> KeyRing? {
        if isAway { throw DatabaseFailure(kind: .connectionLost, message: "away") }
        return rings[pid]
    }

    static let alice = Merchant(id: Identifier(0x1000_0000_0000_0001), pid: 1001, name: "Alice", state: .active)
    static let bob = Merchant(id: Identifier(0x1000_0000_0000_0002), pid: 1002, name: "Bob", state: .active)
    static let closed = Merchant(id: Identifier(0x1000_0000_0000_0003), pid: 1003, name: "Closed", state: .suspended)
}

/// The keys of RFC 9421 appendix B.1 that we have algorithms for.
enum PublishedKeys {
    static let secret = Base64.decode(
        "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==")

    static let ed25519 = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
        -----END PUBLIC KEY-----
        """

    /// test-key-rsa as SubjectPublicKeyInfo; the appendix prints it as PKCS #1.
    static let rsa = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhAKYdtoeoy8zcAcR874L
        8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrwWEBnez6d0UDKDwGbc6nxfEXAy5mbhgaj
        zrw3MOEt8uA5txSKobBpKDeBLOsdJKFqMGmXCQvEG7YemcxDTRPxAleIAgYYRjTS
        d/QBwVW9OwNFhekro3RtlinV0a75jfZgkne/YiktSvLG34lw2zqXBDTC5NHROUqG
        TlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0PuKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dS
        FFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQPSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ1
        0wIDAQAB
        -----END PUBLIC KEY-----
        """

    static func verificationKey(_ algorithm: KeyAlgorithm) throws -> VerificationKey {
        let material: [UInt8] =
            switch algorithm {
            case .hmacSHA256: secret ?? []
            case .ed25519: Array(ed25519.utf8)
            default: Array(rsa.utf8)
            }
        let key = MerchantKey(
            keyID: "test", merchant: KnownKeys.alice.id, algorithm: algorithm, material: material)
        return try #require(VerificationKey(key))
    }
}
