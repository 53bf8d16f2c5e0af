package import MariaDB
import OpenSSL
package import Policies
package import Threading
package import Values

/// Merchants and their keys as a worker remembers them: read once, dropped when the directory's version moves.
/// `Holder` is what whoever checks signatures makes of a key, its merchant and their policies: one object, so that
/// handing it out takes the same time whatever is in it.
package final class MerchantDirectory<Holder: AnyObject & Sendable>: Sendable {
    /// What is known of a key's name.
    package enum Standing: Sendable {
        /// Not `isHeld`: there is no such key, or it is not for use; what is there instead takes whoever looks at it
        /// as long.
        case told(Holder, isHeld: Bool)
        /// It has to be asked for.
        case notAtHand
    }

    private let memory = Guarded(DirectoryMemory())
    private let sessions: SessionPool
    private let vault: KeyVault?
    private let prepare: @Sendable (MerchantKey, Merchant, PolicySchedule) -> Holder?

    /// `vault` opens secrets; without one, only those that lie open are of use. `prepare` makes a key's holder, nil if
    /// the key is not for use; it runs once for each key that is read.
    package init(
        sessions: SessionPool, vault: KeyVault? = nil,
        prepare: @escaping @Sendable (MerchantKey, Merchant, PolicySchedule) -> Holder?
    ) {
        self.sessions = sessions
        self.vault = vault
        self.prepare = prepare
    }

    /// Stands in for the holder of a key that there is not: for each name another one, so that it lies in memory like
    /// those that there are.
    private func decoy(_ keyID: String) -> Holder? {
        let key = MerchantKey(
            keyID: keyID, merchant: .system, algorithm: .hmacSHA256, material: SecureRandom.bytes(32))
        return prepare(key, Merchant(id: .system, pid: 0, name: "", state: .suspended), .none)
    }

    /// The holder of a key; nil: there is no such key, or it is not for use.
    package func holder(of keyID: String, _ deadline: Deadline) throws(DatabaseFailure) -> Holder? {
        let (version, known) = memory.withLock { ($0.version, $0.standing(of: keyID)) }
        if let known { return known.isHeld ? holder(known) : nil }
        let found = try sessions.with(deadline) { session throws(DatabaseFailure) -> Holder? in
            // The merchant's version first: whatever is read behind it is at least as new.
            guard let owner = try MerchantStore.key(keyID, session)?.merchant,
                let merchant = try MerchantStore.merchant(owner, session)
            else { return nil }
            let key = try self.opened { () throws(DatabaseFailure) in
                try MerchantStore.key(keyID, session).map { [$0] } ?? []
            }.first
            guard let key else { return nil }
            return self.prepare(key, merchant, try PolicyStore.schedule(of: merchant.id, session))
        }
        guard let remembered = found ?? decoy(keyID) else { return nil }
        memory.withLock { memory in
            // What was read before the version moved may be what the move was about.
            guard memory.version == version else { return }
            memory.remember(remembered, isHeld: found != nil, of: keyID)
        }
        return found
    }

    /// What `read` finds in the database, with its secrets open. What does not open is read again: meanwhile it may
    /// have been sealed under another key file, and the old one retired.
    private func opened(
        _ read: () throws(DatabaseFailure) -> [MerchantKey]
    ) throws(DatabaseFailure) -> [MerchantKey] {
        do throws(DatabaseFailure) {
            return try opened(try read())
        } catch {
            guard error.kind == .other else { throw error }
            return try opened(try read())
        }
    }

    private func opened(_ keys: [MerchantKey]) throws(DatabaseFailure) -> [MerchantKey] {
        guard let vault else { return keys }
        return try keys.map { key throws(DatabaseFailure) in try vault.usable(key) }
    }

    /// The merchant that epay shops know by this number; nil: there is none. Unknown ones are asked for each time.
    package func ring(of pid: Int64, _ deadline: Deadline) throws(DatabaseFailure) -> KeyRing? {
        let (version, known) = memory.withLock { ($0.version, $0.ring(of: pid)) }
        if let known { return known }
        let found = try sessions.with(deadline) { session throws(DatabaseFailure) -> KeyRing? in
            guard let merchant = try MerchantStore.merchant(pid: pid, session) else { return nil }
            let keys = try self.opened { () throws(DatabaseFailure) in
                try MerchantStore.keys(of: merchant.id, session)
            }
            return KeyRing(
                merchant: merchant, keys: keys,
                policies: try PolicyStore.schedule(of: merchant.id, session))
        }
        guard let found else { return nil }
        // As with a single key.
        memory.withLock { if $0.version == version { $0.remember(found, of: pid) } }
        return found
    }

    /// A merchant's policy.
    package func policies(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> PolicySchedule {
        let (version, known) = memory.withLock { ($0.version, $0.policies(of: merchant)) }
        if let known { return known }
        let found = try sessions.with(deadline) { session throws(DatabaseFailure) in
            try PolicyStore.schedule(of: merchant, session)
        }
        // As with a single key.
        memory.withLock { if $0.version == version { $0.remember(found, of: merchant) } }
        return found
    }

    /// What is known of a key without asking anybody.
    package func standing(of keyID: String) -> Standing {
        guard let known = memory.withLock({ $0.standing(of: keyID) }) else { return .notAtHand }
        return .told(holder(known), isHeld: known.isHeld)
    }

    private func holder(_ standing: DirectoryMemory.Standing) -> Holder {
        guard let holder = standing.holder as? Holder else { preconditionFailure("nobody else puts holders in") }
        return holder
    }

    /// Asks for the version and forgets everything when it has moved. Called several times a second.
    package func refresh(_ deadline: Deadline) throws(DatabaseFailure) {
        let current = try sessions.with(deadline) { session throws(DatabaseFailure) in
            try MerchantStore.version(session)
        }
        memory.withLock { memory in
            guard memory.version != current else { return }
            vault?.forget()
            memory.begin(current)
        }
    }
}
