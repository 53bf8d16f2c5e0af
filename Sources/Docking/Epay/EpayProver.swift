import Merchants
import OpenSSL

/// Finds out whether a request comes from the merchant whose `pid` it names.
struct EpayProver {
    let ring: KeyRing
    let parameters: EpayParameters
    let door: EpayProtocol

    /// How it shows that; throws if it does not. `takesKey`: the plain key is taken for it, as V1 has it.
    func proof(takesKey: Bool) throws(EpayRefusal) -> EpayProof {
        let takesRSAOnly = ring.merchant.settings.takesRSAOnly
        guard door == .v2 || !takesRSAOnly else { throw .takesRSAOnly }
        let shown = takesKey ? parameters.bytes("key") : []
        if !shown.isEmpty {
            guard let key = ring.valid(.md5).first(where: { constantTimeEqual($0.material, shown) }) else {
                throw .wrongKey
            }
            return .shown(key)
        }
        guard !takesKey || !parameters.bytes("sign").isEmpty else { throw .wrongKey }
        if door == .v2, parameters.bytes("sign_type").elementsEqual("RSA".utf8) {
            return .signed(try rsaKey())
        }
        guard !takesRSAOnly else { throw .takesRSAOnly }
        return .signed(try md5Key())
    }

    private func md5Key() throws(EpayRefusal) -> MerchantKey {
        var refusal = EpayRefusal.wrongSignature
        for key in ring.valid(.md5) {
            do throws(EpayRefusal) {
                try EpaySignature.verify(parameters, key: key.material)
                return key
            } catch {
                refusal = error
            }
        }
        throw refusal
    }

    private func rsaKey() throws(EpayRefusal) -> MerchantKey {
        for key in ring.valid(.rsaV15SHA256) {
            guard let verifier = try? PublicKey(pem: key.material) else { continue }
            do throws(EpayRefusal) {
                try EpaySignature.verify(parameters, key: verifier)
                return key
            } catch {
                continue
            }
        }
        throw .wrongRSASignature
    }
}
