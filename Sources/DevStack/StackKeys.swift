import Foundation
import Merchants
import OpenSSL

/// The platform's own keys, the first key file for secrets, and nginx's certificate, made at the first start and kept.
struct StackKeys: Sendable {
    let directory: RunDirectory

    var ed25519File: String { directory.key("platform-ed25519.pem") }
    var rsaFile: String { directory.key("platform-rsa.pem") }
    var rsaPublicFile: String { directory.key("platform-rsa-public.pem") }
    var operatorPasswordFile: String { directory.key("operator.password") }
    /// The name of the Ed25519 key in answers and at /v1/keys.
    let ed25519KeyID = "platform-1"

    /// Seals what the stack's merchants share with us.
    var vault: KeyVault { KeyVault(SealingFolder(directory.secretsFolder)) }

    /// Certificates are made for this long and made anew when fewer than 30 days of it are left.
    private static let certificateDays = 365

    /// Makes what is missing.
    static func prepare(_ directory: RunDirectory) throws(StackFailure) -> StackKeys {
        let keys = StackKeys(directory: directory)
        do {
            if !Files.exists(keys.ed25519File) {
                try Files.write(PrivateKey.generateEd25519().pem(), to: keys.ed25519File)
            }
            if !Files.exists(keys.rsaFile) {
                let key = try PrivateKey.generateRSA(bits: 2048)
                try Files.write(key.publicKey.pem(), to: keys.rsaPublicFile)
                try Files.write(key.pem(), to: keys.rsaFile)
            }
            if !Files.exists(keys.operatorPasswordFile) {
                try Files.write(Hex.encode(SecureRandom.bytes(16)), to: keys.operatorPasswordFile)
            }
            if try keys.vault.folder.versions().isEmpty { _ = try keys.vault.folder.add() }
            try keys.prepareCertificate()
        } catch let failure as StackFailure {
            throw failure
        } catch {
            throw .refused("keys cannot be made: \(error)")
        }
        return keys
    }

    private func prepareCertificate() throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: directory.certificateKeyFile)
        if let made = attributes?[.modificationDate] as? Date, Files.exists(directory.authorityFile),
            made.timeIntervalSinceNow > -Double(Self.certificateDays - 30) * 86_400
        {
            return
        }
        // The authority's key is never written: nobody can issue another certificate that this one's truster trusts.
        let authority = try CertificateAuthority(name: "Kadock development stack", validDays: Self.certificateDays)
        let leaf = try authority.issue(
            names: ["localhost"], addresses: ["127.0.0.1", "::1"], validDays: Self.certificateDays)
        try Files.write(authority.certificatePEM, to: directory.authorityFile)
        try Files.write(leaf.certificatePEM, to: directory.certificateFile)
        try Files.write(leaf.privateKeyPEM, to: directory.certificateKeyFile)
    }
}
