package import MariaDB
package import Policies
package import Threading
package import Values

/// Merchants and their keys as a worker remembers them: read once, dropped when the directory's version moves.
package final class MerchantDirectory: Sendable {
    /// A merchant together with the key that was asked for.
    package struct Holder: Sendable {
        package let merchant: Merchant
        package let key: MerchantKey
        /// The key made ready for use, by whoever checks signatures.
        package let verifier: (any Sendable)?
        package let policies: PolicySchedule
    }

    private struct Memory {
        var version: Int64 = 0
        var holders: [String: Holder] = [:]
        var rings: [Int64: KeyRing] = [:]
        var policies: [Identifier: PolicySchedule] = [:]
    }

    // Bounded, so that a merchant with very many keys cannot fill a worker.
    private static let limit = 100_000
    private let memory = Guarded(Memory())
    private let sessions: SessionPool
    private let prepare: @Sendable (MerchantKey) -> (any Sendable)?

    /// `prepare` turns a key into what verifies with it; it runs once for each key that is read.
    package init(sessions: SessionPool, prepare: @escaping @Sendable (MerchantKey) -> (any Sendable)?) {
        self.sessions = sessions
        self.prepare = prepare
    }

    /// The holder of a key; nil: there is no such key. Unknown keys are asked for again each time.
    package func holder(of keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Holder? {
        let (version, known) = memory.withLock { ($0.version, $0.holders[keyID]) }
        if let known { return known }
        let found = try sessions.with(deadline) { session throws(DatabaseFailure) -> Holder? in
            // The merchant's version first: whatever is read behind it is at least as new.
            guard let owner = try MerchantStore.key(keyID, session)?.merchant,
                let merchant = try MerchantStore.merchant(owner, session),
                let key = try MerchantStore.key(keyID, session)
            else { return nil }
            return Holder(
                merchant: merchant, key: key, verifier: self.prepare(key),
                policies: try PolicyStore.schedule(of: merchant.id, session))
        }
        guard let found else { return nil }
        memory.withLock { memory in
            // What was read before the version moved may be what the move was about.
            guard memory.version == version, memory.holders.count < Self.limit else { return }
            memory.holders[keyID] = found
        }
        return found
    }

    /// The merchant that epay shops know by this number; nil: there is none. Unknown ones are asked for each time.
    package func ring(of pid: Int64, _ deadline: Deadline) throws(DatabaseFailure) -> KeyRing? {
        let (version, known) = memory.withLock { ($0.version, $0.rings[pid]) }
        if let known { return known }
        let found = try sessions.with(deadline) { session throws(DatabaseFailure) -> KeyRing? in
            guard let merchant = try MerchantStore.merchant(pid: pid, session) else { return nil }
            return KeyRing(
                merchant: merchant, keys: try MerchantStore.keys(of: merchant.id, session),
                policies: try PolicyStore.schedule(of: merchant.id, session))
        }
        guard let found else { return nil }
        memory.withLock { memory in
            // As with a single key.
            guard memory.version == version, memory.rings.count < Self.limit else { return }
            memory.rings[pid] = found
        }
        return found
    }

    /// A merchant's policy.
    package func policies(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> PolicySchedule {
        let (version, known) = memory.withLock { ($0.version, $0.policies[merchant]) }
        if let known { return known }
        let found = try sessions.with(deadline) { session throws(DatabaseFailure) in
            try PolicyStore.schedule(of: merchant, session)
        }
        memory.withLock { memory in
            // As with a single key.
            guard memory.version == version, memory.policies.count < Self.limit else { return }
            memory.policies[merchant] = found
        }
        return found
    }

    /// The holder of a key that has been asked for before and not forgotten.
    package func holderAtHand(of keyID: String) -> Holder? { memory.withLock { $0.holders[keyID] } }

    /// Asks for the version and forgets everything when it has moved. Called several times a second.
    package func refresh(_ deadline: Deadline) throws(DatabaseFailure) {
        let current = try sessions.with(deadline) { session throws(DatabaseFailure) in
            try MerchantStore.version(session)
        }
        memory.withLock { memory in
            guard memory.version != current else { return }
            memory.version = current
            memory.holders.removeAll()
            memory.rings.removeAll()
            memory.policies.removeAll()
        }
    }
}
