package import MariaDB

/// The taking away of a key file that no secret is sealed under any more.
package struct KeyFileRetirement {
    /// What came of it.
    package enum Outcome: Equatable, Sendable {
        case retired
        case unknown
        /// It is the one that seals.
        case newest
        /// So many secrets are sealed under it.
        case inUse(Int64)
    }

    private let vault: KeyVault
    private let version: Int64

    package init(_ vault: KeyVault, version: Int64) {
        self.vault = vault
        self.version = version
    }

    /// Takes it away, with the directory locked: whoever seals does so under the same lock, with the newest file that
    /// there is then.
    package func run(_ session: Session) throws(DatabaseFailure) -> Outcome {
        try MerchantStore.lockDirectory(session)
        do throws(SealFailure) {
            let versions = try vault.folder.versions()
            guard versions.contains(version) else { return .unknown }
            guard versions.last != version else { return .newest }
        } catch {
            throw error.asDatabaseFailure
        }
        let used = try MerchantStore.sealCounts(session).first { $0.version == version }?.count ?? 0
        guard used == 0 else { return .inUse(used) }
        do throws(SealFailure) { try vault.folder.remove(version) } catch { throw error.asDatabaseFailure }
        vault.forget()
        try MerchantStore.raiseDirectory(session)
        return .retired
    }
}
