package import MariaDB
package import Merchants
package import Threading

/// Who signs with which key.
package protocol KeyDirectory: Sendable {
    /// nil: no key of this name, or one that is not for signatures of RFC 9421.
    func signer(keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Signer?

    /// What is known without asking anybody.
    func standing(ofKey keyID: String) -> SignerStanding

    /// Looks whether anything has changed, and forgets what it knew if so.
    func refresh(_ deadline: Deadline) throws(DatabaseFailure)

    /// The merchant that epay shops know by this number, with its keys; nil: none.
    func ring(of pid: Int64, _ deadline: Deadline) throws(DatabaseFailure) -> KeyRing?
}

extension MerchantDirectory: KeyDirectory where Holder == Signer {
    package func signer(keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Signer? {
        try holder(of: keyID, deadline)
    }

    package func standing(ofKey keyID: String) -> SignerStanding {
        guard case .told(let signer, let isHeld) = standing(of: keyID) else { return .notAtHand }
        return .told(signer, isKnown: isHeld)
    }
}
