import Ledger
package import MariaDB
import Values

/// What becomes of a finding. Nothing does before it has been looked at a second time, in a new snapshot.
package enum AuditVerdict: Sendable {
    /// It is not so, or no more.
    case whole
    /// It is so, and now its account is frozen.
    case froze(AuditFinding)
    /// It is so; its account is frozen already, was let go by an operator who knew of it, or there is none to freeze.
    case stands(AuditFinding)

    /// Looks at what was found by itself. `freezes`: the account is frozen if it is so.
    package static func of(
        _ finding: AuditFinding, freezes: Bool, _ session: Session
    ) throws(DatabaseFailure) -> AuditVerdict {
        guard let standing = try look(again: finding, session) else { return .whole }
        guard freezes, let freeze = standing.freeze(at: try WindowStore.clock(session)),
            try !FreezeStore.isAccepted(freeze, session)
        else { return .stands(standing) }
        let isNew = try session.transaction { () throws(DatabaseFailure) in try FreezeStore.freeze(freeze, session) }
        return isNew ? .froze(standing) : .stands(standing)
    }

    /// The same look as before, at the one account, payment or posting; nil: it is whole.
    package static func look(
        again finding: AuditFinding, _ session: Session
    ) throws(DatabaseFailure) -> AuditFinding? {
        let all = try session.snapshot { () throws(DatabaseFailure) in try findings(finding, session) }
        return all.first { $0.figure == finding.figure && $0.account == finding.account } ?? all.first
    }

    private static func findings(
        _ finding: AuditFinding, _ session: Session
    ) throws(DatabaseFailure) -> [AuditFinding] {
        if let object = finding.object {
            let range = AuditRange.only(object.number)
            switch finding.figure {
            case .posting: return try AuditStore.unbalanced(range, session)
            case .refund: return try AuditStore.refunds(range, session)
            case .topup: return try AuditStore.topups(range, session)
            case .queue, .balance, .held, .queued, .captured, .refunded, .fee, .surplus, .amount, .version, .share,
                .account:
                return try AuditStore.payments(range, session).map(\.finding) + AuditStore.windows(range, session)
            }
        }
        guard let key = finding.account else { return [] }
        if key.kind == .wallet {
            let wallets = try AuditStore.wallets(.only(key.owner.number), session)
            guard finding.figure == .account else {
                return wallets.flatMap(\.findings).filter { $0.account == key }
            }
            return wallets.contains { $0.key == key } ? [] : [finding]
        }
        let (expected, found) = (try AuditStore.sum(of: key, session), try AuditStore.balances(session)[key] ?? 0)
        return expected == found ? [] : [AuditFinding(key, finding.figure, expected: expected, found: found)]
    }
}
