package import MariaDB

/// One pass over all books, step by step: each looks at some rows, in a snapshot of its own. The last step holds the
/// accounts that all payments meet in against the sums that those before it have gathered.
package struct AuditPass {
    /// Rows looked at so far.
    package private(set) var rows: [AuditStage: Int] = [:]
    /// nil: it is through.
    private var stage: AuditStage? = .wallets
    private var last: Int64 = 0
    /// The sums of all entries, once it is through.
    private(set) var tally = EntryTally()

    package init() {}

    package var isDone: Bool { stage == nil }
    package var allRows: Int { rows.values.reduce(0, +) }
    /// What is looked at next.
    package var next: AuditStage { stage ?? .accounts }

    /// Looks at about `limit` rows more.
    package mutating func step(limit: Int, _ session: Session) throws(DatabaseFailure) -> AuditLook {
        guard let stage else { return AuditLook() }
        let found = try session.snapshot { () throws(DatabaseFailure) in try look(stage, limit: limit, session) }
        guard let found else {
            end(stage)
            return AuditLook()
        }
        if stage == .accounts {
            // The last entries are summed together with the balances.
            rows[.entries, default: 0] += found.rows
            rows[.accounts] = found.accounts
            end(stage)
        } else {
            rows[stage, default: 0] += found.rows
        }
        return found
    }

    private mutating func end(_ ended: AuditStage) {
        let stages = AuditStage.allCases
        let place = stages.firstIndex(of: ended).map { $0 + 1 } ?? stages.count
        rows[ended, default: 0] += 0
        stage = place < stages.count ? stages[place] : nil
        last = 0
    }

    /// nil: there is nothing left of this stage.
    private mutating func look(
        _ stage: AuditStage, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> AuditLook? {
        switch stage {
        case .entries: return try tally.advance(limit: limit, session)
        case .accounts: return try tally.compare(session)
        case .wallets, .payments, .refunds, .topups, .windows: break
        }
        guard let range = try AuditStore.range(of: stage, after: last, limit: limit, session) else { return nil }
        let findings =
            switch stage {
            case .wallets: try AuditStore.wallets(range, session).flatMap(\.findings)
            case .payments: try AuditStore.payments(range, session).map(\.finding)
            case .refunds: try AuditStore.refunds(range, session)
            case .topups: try AuditStore.topups(range, session)
            case .windows, .entries, .accounts: try AuditStore.windows(range, session)
            }
        let rows = try AuditStore.rows(range, of: stage, session)
        last = range.last
        return AuditLook(rows: rows, findings: findings)
    }
}
