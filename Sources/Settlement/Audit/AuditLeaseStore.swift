import MariaDB
import Values

/// The `audit_lease` table's only row.
enum AuditLeaseStore {
    /// The fencing number of whoever holds the lease, until when, and the database's clock. Read without lock.
    static func row(_ session: Session) throws(DatabaseFailure) -> (epoch: Int64, until: Int64, now: Int64) {
        let row = try session.query(
            """
            SELECT epoch, lease_until, CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) FROM audit_lease WHERE id = 1
            """
        ).first
        guard let row else { throw DatabaseFailure(kind: .other, message: "the audit_lease table has no row") }
        return (row.int64(0), row.int64(1), row.int64(2))
    }

    /// Moves the lease on, from one fencing number to the same or the next; false: somebody else was faster.
    static func take(
        from epoch: Int64, to next: Int64, holder: String, until: Int64, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        try session.execute(
            """
            UPDATE audit_lease SET epoch = \(next), holder = \(Array(holder.utf8)), lease_until = \(until)
            WHERE id = 1 AND epoch = \(epoch)
            """) == 1
    }
}
