import Ledger
import MariaDB
import Values

/// The books, held against each other: wallets and ranges. Every statement is part of a snapshot, in which the lanes'
/// transactions are whole, so whatever does not agree is broken.
enum AuditStore {
    /// The next range of a table's keys behind `after`, of about `limit` rows; nil: there are none.
    static func range(
        of stage: AuditStage, after: Int64, upTo end: Int64 = .max, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> AuditRange? {
        let rows =
            switch stage {
            case .wallets:
                try session.query(
                    """
                    SELECT MAX(id) FROM (SELECT payer_id AS id FROM wallet WHERE payer_id > \(after)
                    ORDER BY payer_id, currency LIMIT \(limit)) r
                    """)
            case .payments:
                try session.query(
                    """
                    SELECT MAX(id) FROM (SELECT id FROM payment FORCE INDEX (PRIMARY) WHERE id > \(after)
                    ORDER BY id LIMIT \(limit)) r
                    """)
            case .refunds:
                try session.query(
                    "SELECT MAX(id) FROM (SELECT id FROM refund WHERE id > \(after) ORDER BY id LIMIT \(limit)) r")
            case .topups:
                try session.query(
                    "SELECT MAX(id) FROM (SELECT id FROM topup WHERE id > \(after) ORDER BY id LIMIT \(limit)) r")
            case .windows:
                try session.query(
                    """
                    SELECT MAX(id) FROM (SELECT posting_id AS id FROM queue_item FORCE INDEX (by_posting)
                    WHERE posting_id > \(after) ORDER BY posting_id LIMIT \(limit)) r
                    """)
            case .entries, .accounts:
                try session.query(
                    """
                    SELECT MAX(id) FROM (SELECT posting_id AS id FROM entry FORCE INDEX (PRIMARY)
                    WHERE posting_id > \(after) AND posting_id <= \(end) ORDER BY posting_id, leg LIMIT \(limit)) r
                    """)
            }
        return rows.first?.optionalInt64(0).map { AuditRange(after: after, last: $0) }
    }

    /// How many rows a range has; of payments, with their events.
    static func rows(
        _ range: AuditRange, of stage: AuditStage, _ session: Session
    ) throws(DatabaseFailure) -> Int {
        let (after, last) = (range.after, range.last)
        let rows =
            switch stage {
            case .wallets:
                try session.query(
                    "SELECT COUNT(*) FROM wallet WHERE payer_id > \(after) AND payer_id <= \(last)")
            case .payments:
                try session.query(
                    """
                    SELECT (SELECT COUNT(*) FROM payment WHERE id > \(after) AND id <= \(last))
                    + (SELECT COUNT(*) FROM event WHERE payment_id > \(after) AND payment_id <= \(last))
                    """)
            case .refunds:
                try session.query("SELECT COUNT(*) FROM refund WHERE id > \(after) AND id <= \(last)")
            case .topups:
                try session.query("SELECT COUNT(*) FROM topup WHERE id > \(after) AND id <= \(last)")
            case .windows:
                try session.query(
                    "SELECT COUNT(*) FROM queue_item WHERE posting_id > \(after) AND posting_id <= \(last)")
            case .entries, .accounts:
                try session.query(
                    """
                    SELECT COUNT(*) FROM entry FORCE INDEX (PRIMARY)
                    WHERE posting_id > \(after) AND posting_id <= \(last)
                    """)
            }
        return Int(rows.first?.int64(0) ?? 0)
    }

    /// Wallets against all their entries, their open holds and what is queued for them.
    static func wallets(_ range: AuditRange, _ session: Session) throws(DatabaseFailure) -> [AuditedWallet] {
        try wallets(
            where: "w.payer_id > \(range.after) AND w.payer_id <= \(range.last)",
            booked: """
                (SELECT COALESCE(SUM(e.amount), 0) FROM entry e FORCE INDEX (by_wallet)
                WHERE e.wallet_id = w.payer_id AND e.currency = w.currency)
                """, session)
    }

    /// The same, but of entries only against those since a time and what the one before them left: however many a
    /// wallet has, it costs as much as it has moved lately.
    static func wallets(
        _ range: AuditRange, since time: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> [AuditedWallet] {
        try wallets(
            where: "w.payer_id > \(range.after) AND w.payer_id <= \(range.last)", booked: recent(time), session)
    }

    /// Likewise, of these payers.
    static func wallets(
        of payers: [Identifier], since time: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> [AuditedWallet] {
        try wallets(
            where: "w.payer_id IN \(list: payers.map(\.number))", booked: recent(time), session)
    }

    private static func recent(_ time: Timestamp) -> SQL {
        """
        (SELECT COALESCE(SUM(e.amount), 0) FROM entry e FORCE INDEX (by_wallet)
        WHERE e.wallet_id = w.payer_id AND e.currency = w.currency AND e.posted_at >= \(time.microseconds))
        + COALESCE((SELECT a.balance_after FROM entry a FORCE INDEX (by_wallet)
        WHERE a.wallet_id = w.payer_id AND a.currency = w.currency AND a.posted_at < \(time.microseconds)
        ORDER BY a.posted_at DESC, a.posting_id DESC, a.leg DESC LIMIT 1), 0)
        """
    }

    private static func wallets(
        where those: SQL, booked: SQL, _ session: Session
    ) throws(DatabaseFailure) -> [AuditedWallet] {
        try session.query(
            """
            SELECT w.payer_id, w.currency, w.balance, CAST(\(part: booked) AS SIGNED), w.held,
            (SELECT CAST(COALESCE(SUM(h.amount - h.captured), 0) AS SIGNED) FROM hold h FORCE INDEX (by_payer)
            WHERE h.payer_id = w.payer_id AND h.currency = w.currency AND h.state = 'open'), w.queued,
            (SELECT CAST(COALESCE(SUM(q.amount), 0) AS SIGNED) FROM queue_item q FORCE INDEX (by_payer)
            JOIN payment p ON p.id = q.payment_id WHERE q.payer_id = w.payer_id AND q.currency = w.currency
            AND q.state IN ('waiting', 'stopped') AND p.held = 0)
            FROM wallet w FORCE INDEX (PRIMARY) WHERE \(part: those)
            """
        ).compactMap(AuditedWallet.init)
    }

    /// The payers whose wallets were moved by the latest entries, behind a posting; and the last of those postings.
    static func movedPayers(
        behind posting: Int64, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> (payers: [Identifier], last: Int64)? {
        let rows = try session.query(
            """
            SELECT owner_id, kind, posting_id FROM entry FORCE INDEX (PRIMARY) WHERE posting_id > \(posting)
            ORDER BY posting_id DESC, leg DESC LIMIT \(limit)
            """)
        guard let last = rows.first?.int64(2) else { return nil }
        let payers = Set(rows.filter { $0.int64(1) == AccountKind.wallet.rawValue }.map { Identifier($0.int64(0)) })
        return (payers.sorted(), last)
    }
}
