import ArgumentParser
import Deductions
import DevStack
import JSON
import Foundation
import MariaDB
import Merchants
import OpenSSL

/// `kadock merchant key add`
struct MerchantKeyAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Gives a merchant one more key; the others stay good.",
        discussion: """
            hmac and md5: draws the key and prints it. ed25519 and rsa: takes the public key that the merchant made, \
            so that its private key never leaves it.
            """)

    /// The words for algorithms on the command line.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case hmac, ed25519, rsa, md5

        var algorithm: KeyAlgorithm {
            switch self {
            case .hmac: .hmacSHA256
            case .ed25519: .ed25519
            case .rsa: .rsaV15SHA256
            case .md5: .md5
            }
        }
    }

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Option(help: "What the key is for.")
    var kind: Kind

    @Option(help: "ed25519 and rsa: the file with the public key, PEM (SPKI).")
    var publicKey: String?

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        let isPair = kind == .ed25519 || kind == .rsa
        guard isPair == (publicKey != nil) else {
            throw ValidationError("--public-key is for ed25519 and rsa, and needed there")
        }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let owner = try desk.merchant(merchant)
            let (material, secret) = try material()
            let key = MerchantKey(
                keyID: "\(kind.algorithm.firstKeyID(of: owner.pid))-\(Hex.encode(SecureRandom.bytes(4)))",
                merchant: owner.id, algorithm: kind.algorithm, material: material)
            try desk.change { session throws(DatabaseFailure) in
                try MerchantStore.insert(key, at: WallClock.now(), session)
            }
            if place.json {
                Report.object { writer in
                    writer.field("key_id", key.keyID)
                    writer.field("algorithm", key.algorithm.rawValue)
                    writer.field("key", secret)
                }
            } else {
                print("key \(key.keyID) (\(key.algorithm.rawValue))\(secret.map { ": \($0)" } ?? "")")
            }
        }
    }

    /// What is kept, and what is printed.
    private func material() throws(StackFailure) -> (kept: [UInt8], printed: String?) {
        switch kind {
        case .hmac:
            let bytes = SecureRandom.bytes(32)
            return (bytes, Base64.encode(bytes))
        case .md5:
            let text = Hex.encode(SecureRandom.bytes(16))
            return (Array(text.utf8), text)
        case .ed25519: return (try readPublicKey(.ed25519), nil)
        case .rsa: return (try readPublicKey(.rsa), nil)
        }
    }

    private func readPublicKey(_ wanted: KeyKind) throws(StackFailure) -> [UInt8] {
        let path = publicKey ?? ""
        guard let content = FileManager.default.contents(atPath: path) else {
            throw .file(path: path, reason: "cannot be read")
        }
        guard let key = try? PublicKey(pem: Array(content)), key.kind == wanted else {
            throw .file(path: path, reason: "is not the PEM of such a public key")
        }
        return key.pem()
    }
}
