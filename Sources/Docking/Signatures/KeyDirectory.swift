package import MariaDB
package import Merchants
package import Threading

/// Who signs with which key.
package protocol KeyDirectory: Sendable {
    /// nil: no key of this name, or one that is not for signatures of RFC 9421.
    func signer(keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Signer?

    /// Only if it is known without asking anybody.
    func signerAtHand(keyID: String) -> Signer?

    /// Looks whether anything has changed, and forgets what it knew if so.
    func refresh(_ deadline: Deadline) throws(DatabaseFailure)

    /// The merchant that epay shops know by this number, with its keys; nil: none.
    func ring(of pid: Int64, _ deadline: Deadline) throws(DatabaseFailure) -> KeyRing?
}

/// The directory has to be made with `VerificationKey.init` as what prepares its keys.
extension MerchantDirectory: KeyDirectory {
    package func signer(keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Signer? {
        try holder(of: keyID, deadline).flatMap(Signer.init)
    }

    package func signerAtHand(keyID: String) -> Signer? { holderAtHand(of: keyID).flatMap(Signer.init) }
}

extension Signer {
    fileprivate init?(_ holder: MerchantDirectory.Holder) {
        guard let key = holder.verifier as? VerificationKey else { return nil }
        self.init(merchant: holder.merchant, key: key, policies: holder.policies)
    }
}
