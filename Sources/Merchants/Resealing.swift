package import MariaDB

/// The sealing of all secrets again, under the newest key file, while workers serve: in transactions of some rows
/// each, so that nobody waits for it. A row that somebody changes or removes meanwhile is left to him.
///
/// Stopped half-way it has done its half; run again, it finds what is left.
package struct Resealing {
    /// What came of it.
    package struct Tally: Equatable, Sendable {
        /// The key file that everything is to be sealed under.
        package var version: Int64 = 0
        package var resealed: Int64 = 0
        /// Why rows could not be sealed again, one text each.
        package var failures: [String] = []
    }

    private static let rowsAtOnce = 200

    private let vault: KeyVault

    package init(_ vault: KeyVault) { self.vault = vault }

    /// Goes through all rows, in the order of the keys' names.
    package func run(_ session: Session) throws(DatabaseFailure) -> Tally {
        var tally = Tally()
        var last: String? = ""
        while let from = last {
            last = try session.transaction { () throws(DatabaseFailure) in try step(after: from, &tally, session) }
        }
        if tally.resealed > 0 {
            // What workers remember is open and stays right; but what they read of key files is to be let go.
            try session.transaction { () throws(DatabaseFailure) in try MerchantStore.raiseDirectory(session) }
        }
        return tally
    }

    /// The next rows; the name of the last one, nil when there is none left. Under the directory's lock, so that no
    /// key file is retired while something is being sealed under it.
    private func step(
        after last: String, _ tally: inout Tally, _ session: Session
    ) throws(DatabaseFailure) -> String? {
        try MerchantStore.lockDirectory(session)
        let version = try sealingVersion()
        tally.version = version
        let rows = try MerchantStore.secrets(notUnder: version, after: last, limit: Self.rowsAtOnce, session)
        var pairs: [(old: MerchantKey, new: MerchantKey)] = []
        for row in rows {
            do throws(SealFailure) {
                pairs.append((row, try vault.sealed(try vault.opened(row))))
            } catch {
                tally.failures.append(error.description)
            }
        }
        tally.resealed += try MerchantStore.reseal(pairs, session)
        return rows.last?.keyID
    }

    private func sealingVersion() throws(DatabaseFailure) -> Int64 {
        do throws(SealFailure) { return try vault.sealingVersion() } catch { throw error.asDatabaseFailure }
    }
}
