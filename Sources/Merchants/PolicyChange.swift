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
    }

    package let merchant: Identifier
    package let policy: Policy
    /// nil, or past: from now on.
    package let effectiveFrom: Timestamp?
    /// The version it was made from; nil: whichever is the latest.
    package let replacing: Int64?
    package let author: String
    package let key: PolicyKey?

    package init(
        merchant: Identifier, policy: Policy, effectiveFrom: Timestamp?, replacing: Int64?, author: String,
        key: PolicyKey?
    ) {
        self.merchant = merchant
        self.policy = policy
        self.effectiveFrom = effectiveFrom
        self.replacing = replacing
        self.author = author
        self.key = key
    }

    /// Sets it in the caller's transaction; workers learn of it within a second.
    package func run(at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> Outcome {
        try MerchantStore.lockDirectory(session)
        if let key, let used = try PolicyStore.version(keyed: key, of: merchant, session) {
            return used.isSame ? .repeated(used.version) : .keyMisused
        }
        let latest = try PolicyStore.versions(of: merchant, session).last?.number ?? 0
        if let replacing, replacing != latest { return .overtaken(latest) }
        let version = PolicyVersion(
            number: latest + 1, effectiveFrom: max(effectiveFrom ?? now, now), policy: policy)
        try PolicyStore.insert(version, of: merchant, by: author, key: key, at: now, session)
        try MerchantStore.raiseVersion(session)
        return .set(version)
    }
}
