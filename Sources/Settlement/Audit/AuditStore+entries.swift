import Ledger
import MariaDB
import Values

extension AuditStore {
    /// What the postings of a range moved on the accounts of merchants and of the system.
    static func sums(_ range: AuditRange, _ session: Session) throws(DatabaseFailure) -> [AccountKey: Int64] {
        try accounts(
            session.query(
                """
                SELECT owner_id, kind, currency, CAST(SUM(amount) AS SIGNED) FROM entry FORCE INDEX (PRIMARY)
                WHERE posting_id > \(range.after) AND posting_id <= \(range.last) AND kind <> 1
                GROUP BY owner_id, kind, currency
                """))
    }

    /// Postings of a range that do not sum to zero, or are of several currencies.
    static func unbalanced(_ range: AuditRange, _ session: Session) throws(DatabaseFailure) -> [AuditFinding] {
        try session.query(
            """
            SELECT posting_id, CAST(SUM(amount) AS SIGNED) FROM entry FORCE INDEX (PRIMARY)
            WHERE posting_id > \(range.after) AND posting_id <= \(range.last) GROUP BY posting_id
            HAVING SUM(amount) <> 0 OR MIN(currency) <> MAX(currency)
            """
        ).map { AuditFinding(nil, .posting, of: Identifier($0.int64(0)), expected: 0, found: $0.int64(1)) }
    }

    /// Entries of a range whose wallet does not exist, summed up by wallet.
    static func ownerless(_ range: AuditRange, _ session: Session) throws(DatabaseFailure) -> [AuditFinding] {
        try accounts(
            session.query(
                """
                SELECT e.owner_id, e.kind, e.currency, CAST(SUM(e.amount) AS SIGNED) FROM entry e FORCE INDEX (PRIMARY)
                WHERE e.posting_id > \(range.after) AND e.posting_id <= \(range.last) AND e.kind = 1
                AND NOT EXISTS (SELECT 1 FROM wallet w WHERE w.payer_id = e.owner_id AND w.currency = e.currency)
                GROUP BY e.owner_id, e.kind, e.currency
                """)
        ).map { AuditFinding($0.key, .account, expected: $0.value, found: 0) }
    }

    /// The balances of all merchants, and the system's: the sums of the lanes' shares.
    static func balances(_ session: Session) throws(DatabaseFailure) -> [AccountKey: Int64] {
        try accounts(
            session.query(
                """
                SELECT merchant_id, kind, currency, balance FROM merchant_account
                UNION ALL SELECT 0, kind, currency, CAST(SUM(balance) AS SIGNED) FROM lane_balance
                GROUP BY kind, currency
                """))
    }

    /// The sum of all entries of one account: for the second look at one that seems broken.
    static func sum(of key: AccountKey, _ session: Session) throws(DatabaseFailure) -> Int64 {
        let rows = try session.query(
            """
            SELECT CAST(COALESCE(SUM(amount), 0) AS SIGNED) FROM entry FORCE INDEX (PRIMARY)
            WHERE owner_id = \(key.owner.number)
            AND kind = \(key.kind.rawValue) AND currency = \(key.currency.number)
            """)
        return rows.first?.int64(0) ?? 0
    }

    /// Refunds that do not agree with what was posted for them, by the accounts of their payments.
    static func refunds(_ range: AuditRange, _ session: Session) throws(DatabaseFailure) -> [AuditFinding] {
        try session.query(
            """
            SELECT IF(by_channel, merchant_id, payer), IF(by_channel, 2, 1), currency, id, posted, amount FROM (
            SELECT r.merchant_id, COALESCE(p.paid_by, p.payer_id) AS payer, p.paid_through IS NOT NULL AS by_channel,
            r.currency, r.id, r.amount, (SELECT COALESCE(SUM(e.amount), 0) FROM entry e
            WHERE e.posting_id = r.id AND e.kind IN (1, 12)) AS posted
            FROM refund r JOIN payment p ON p.id = r.payment_id
            WHERE r.id > \(range.after) AND r.id <= \(range.last)) a WHERE posted <> amount
            """
        ).compactMap { finding($0, .refund) }
    }

    /// Top-ups that do not agree with what was posted for them.
    static func topups(_ range: AuditRange, _ session: Session) throws(DatabaseFailure) -> [AuditFinding] {
        try session.query(
            """
            SELECT owner_id, kind, currency, id, posted, amount FROM (
            SELECT t.owner_id, t.kind, t.currency, t.id, t.amount, (SELECT COALESCE(SUM(e.amount), 0) FROM entry e
            WHERE e.posting_id = t.id AND e.owner_id = t.owner_id AND e.kind = t.kind) AS posted
            FROM topup t WHERE t.id > \(range.after) AND t.id <= \(range.last)) a WHERE posted <> amount
            """
        ).compactMap { finding($0, .topup) }
    }

    /// Batch windows' postings that are not what was charged with them, by the payers' wallets.
    static func windows(_ range: AuditRange, _ session: Session) throws(DatabaseFailure) -> [AuditFinding] {
        try session.query(
            """
            SELECT q.payer_id, 1, q.currency, q.posting_id, q.total, COALESCE(-w.amount, 0) FROM
            (SELECT posting_id, payer_id, merchant_id, currency, SUM(amount) AS total, SUM(fee) AS fees
            FROM queue_item WHERE posting_id > \(range.after) AND posting_id <= \(range.last)
            GROUP BY posting_id, payer_id, merchant_id, currency) q
            LEFT JOIN entry w ON w.posting_id = q.posting_id AND w.kind = 1 AND w.owner_id = q.payer_id
            AND w.currency = q.currency
            LEFT JOIN entry m ON m.posting_id = q.posting_id AND m.kind = 2 AND m.owner_id = q.merchant_id
            AND m.currency = q.currency
            LEFT JOIN entry f ON f.posting_id = q.posting_id AND f.kind = 11
            WHERE NOT (w.amount <=> -q.total AND COALESCE(m.amount, 0) = q.total - q.fees
            AND COALESCE(f.amount, 0) = q.fees)
            """
        ).compactMap { finding($0, .queue) }
    }

    private static func finding(_ row: Row, _ figure: BookFigure) -> AuditFinding? {
        account(row).map {
            AuditFinding($0, figure, of: Identifier(row.int64(3)), expected: row.int64(4), found: row.int64(5))
        }
    }

    private static func accounts(_ rows: [Row]) -> [AccountKey: Int64] {
        var all: [AccountKey: Int64] = [:]
        for row in rows {
            if let key = account(row) { all[key, default: 0] &+= row.int64(3) }
        }
        return all
    }

    private static func account(_ row: Row) -> AccountKey? {
        guard let kind = AccountKind(rawValue: row.int64(1)), let currency = Currency(number: row.int64(2)) else {
            return nil
        }
        return AccountKey(Identifier(row.int64(0)), kind, currency)
    }
}
