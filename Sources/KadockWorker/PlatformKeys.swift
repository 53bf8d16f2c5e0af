import Docking
import OpenSSL
import Settings

/// The platform's own keys: what answers and webhooks are signed with, and what is published at `/v1/keys`.
struct PlatformKeys {
    let platformSigner: PlatformSigner
    let signer: AnswerSigner
    let webhookSigner: WebhookSigner
    /// nil: no RSA key is configured.
    let epaySigner: EpayPlatformSigner?
    let published: [PlatformKey]

    init(_ settings: WorkerSettings) throws(SettingsFailure) {
        let ed25519 = try Self.key(settings.ed25519PrivateKey, .ed25519, "platform.ed25519_private_key_file")
        platformSigner = PlatformSigner(key: ed25519, keyID: settings.ed25519KeyID)
        signer = AnswerSigner(platformSigner)
        webhookSigner = WebhookSigner(platformSigner)
        var published = [PlatformKey(keyID: settings.ed25519KeyID, key: ed25519.publicKey)]
        if let pem = settings.rsaPrivateKey {
            let rsa = try Self.key(pem, .rsa, "platform.rsa_private_key_file")
            published.append(PlatformKey(keyID: settings.rsaKeyID, key: rsa.publicKey))
            epaySigner = EpayPlatformSigner(rsa)
        } else {
            epaySigner = nil
        }
        self.published = published
    }

    private static func key(_ pem: [UInt8], _ kind: KeyKind, _ name: String) throws(SettingsFailure) -> PrivateKey {
        guard let key = try? PrivateKey(pem: pem), key.kind == kind else {
            throw SettingsFailure("\(name) must name a PEM file with a private key of the right kind")
        }
        return key
    }
}
