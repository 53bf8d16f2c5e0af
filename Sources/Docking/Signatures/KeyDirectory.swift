package import MariaDB
package import Merchants
package import Threading

/// Who signs with which key.
package protocol KeyDirectory: Sendable {
    /// nil: no key of this name, or one that is not for signatures of RFC 9421.
    func signer(keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Signer?
}

/// The directory has to be made with `VerificationKey.init` as what prepares its keys.
extension MerchantDirectory: KeyDirectory {
    package func signer(keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Signer? {
        guard let holder = try holder(of: keyID, deadline), let key = holder.verifier as? VerificationKey else {
            return nil
        }
        return Signer(merchant: holder.merchant, key: key)
    }
}
