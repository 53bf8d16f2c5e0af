package import Ledger
package import MariaDB
import Values

/// Lets a frozen account go, if it is whole again.
package enum FreezeRelease {
    /// What came of it.
    package enum Ending: Sendable {
        case released
        case notFrozen
        /// It is broken still.
        case broken(AuditFinding)
    }

    /// `note`: why it is to be released even if it is broken; it is not frozen again for just the same.
    package static func run(
        _ account: AccountKey, by name: String, note: String?, _ session: Session
    ) throws(DatabaseFailure) -> Ending {
        let open = try FreezeStore.open(session).filter { $0.account == account }
        guard !open.isEmpty else { return .notFrozen }
        if note == nil {
            let own: [AuditFinding] = [AuditFinding(account, .balance, expected: 0, found: 0)]
            for finding in open.map(AuditFinding.init) + own {
                if let standing = try AuditVerdict.look(again: finding, session) { return .broken(standing) }
            }
        }
        let release = AccountFreeze.Release(by: name, at: try WindowStore.clock(session), note: note)
        let isReleased = try session.transaction { () throws(DatabaseFailure) in
            try FreezeStore.release(account, release, session)
        }
        return isReleased ? .released : .notFrozen
    }
}
