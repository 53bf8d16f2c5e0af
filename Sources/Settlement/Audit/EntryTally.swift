import Deductions
import Ledger
import MariaDB
import Values

/// The sums of all entries of merchants' and the system's accounts, up to a posting.
///
/// They are gathered range by range, each in a snapshot of its own: one over all entries would keep the database from
/// clearing up for as long. So it counts only what is older than any transaction under way; what is younger is summed
/// together with the balances, in one snapshot.
struct EntryTally {
    /// Postings are numbered when a batch begins and seen when it is committed: nothing is under way for so long.
    static let settlingMicroseconds: Int64 = 20_000_000

    private var sums: [AccountKey: Int64] = [:]
    /// The posting up to which all is summed.
    private(set) var last: Int64 = 0

    /// The highest number of a posting that is no longer under way.
    private static func horizon() -> Int64 {
        IdentifierMint.lowest(at: Timestamp(microseconds: WallClock.now().microseconds - settlingMicroseconds)).number
    }

    /// Goes on by about `limit` entries. Returns what it has seen; nil: it has seen all that is settled.
    mutating func advance(limit: Int, _ session: Session) throws(DatabaseFailure) -> AuditLook? {
        let next = try AuditStore.range(of: .entries, after: last, upTo: Self.horizon(), limit: limit, session)
        guard let range = next else { return nil }
        let look = try Self.look(at: range, session)
        for (key, sum) in try AuditStore.sums(range, session) { sums[key, default: 0] &+= sum }
        last = range.last
        return look
    }

    /// Holds all balances against all entries; all of it is part of one snapshot.
    func compare(_ session: Session) throws(DatabaseFailure) -> AuditLook {
        let tail = AuditRange(after: last, last: .max)
        var expected = sums
        for (key, sum) in try AuditStore.sums(tail, session) { expected[key, default: 0] &+= sum }
        let found = try AuditStore.balances(session)
        var look = try Self.look(at: tail, session)
        look.accounts = found.count
        for key in Set(expected.keys).union(found.keys).sorted() {
            let (booked, balance) = (expected[key] ?? 0, found[key] ?? 0)
            guard booked != balance else { continue }
            look.findings.append(
                AuditFinding(key, key.kind.isSystem ? .share : .balance, expected: booked, found: balance))
        }
        return look
    }

    private static func look(at range: AuditRange, _ session: Session) throws(DatabaseFailure) -> AuditLook {
        AuditLook(
            rows: try AuditStore.rows(range, of: .entries, session),
            findings: try AuditStore.unbalanced(range, session) + AuditStore.ownerless(range, session))
    }
}
