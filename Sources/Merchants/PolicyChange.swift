package import MariaDB
package import Policies
package import Values

/// The setting of a merchant's policy.
package struct PolicyChange: Sendable {
    /// What came of it.
    package enum Outcome: Equatable, Sendable {
        case set(PolicyVersion)
        /// The key has set this version before.
        case repeated(PolicyVersion)
        /// The key has been used for something else.
        case keyMisused
        /// Somebody else has set a version since the one this was made from; the latest is given.
        case overtaken(Int64)
        /// It changes what the merchant pays us, which only an operator may.
        case feesRefused
    }

    package let merchant: Identifier
    package let document: PolicyDocument
    /// An operator's name; nil: the merchant itself.
    package let operatorName: String?
    package let key: PolicyKey?

    package init(
        merchant: Identifier, document: PolicyDocument, operatorName: String?, key: PolicyKey?
    ) {
        self.merchant = merchant
        self.document = document
        self.operatorName = operatorName
        self.key = key
    }

    /// Stands in the place of an operator's name.
    private static let byItself = "merchant"

    /// Sets it in the caller's transaction; nothing is decided by the one before from then on.
    package func run(at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> Outcome {
        try MerchantStore.lockDirectory(session)
        if let key, let used = try PolicyStore.version(keyed: key, of: merchant, session) {
            return used.isSame ? .repeated(used.version) : .keyMisused
        }
        let latest = try PolicyStore.versions(of: merchant, session).last ?? .none
        if let replacing = document.replacing, replacing != latest.number { return .overtaken(latest.number) }
        var policy = document.policy
        if !document.namesFees { policy.fees = latest.policy.fees }
        guard operatorName != nil || policy.fees == latest.policy.fees else { return .feesRefused }
        let version = PolicyVersion(
            number: latest.number + 1, effectiveFrom: max(document.effectiveFrom ?? now, now), policy: policy)
        try PolicyStore.insert(version, of: merchant, by: operatorName ?? Self.byItself, key: key, at: now, session)
        try MerchantStore.raiseVersion(of: merchant, session)
        return .set(version)
    }
}
