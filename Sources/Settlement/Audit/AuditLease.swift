import MariaDB

/// Lets one of all that check the books do so at a time. Its fencing number tells it from those before and after it.
struct AuditLease {
    /// How long the others wait for a holder that says nothing.
    static let microseconds: Int64 = 10_000_000

    let holder: String
    /// Our fencing number; nil: we never held the lease, or lost it.
    private var epoch: Int64?

    init(holder: String) { self.holder = holder }

    /// Whether the lease is ours: still, or from now on.
    mutating func isHeld(_ session: Session) throws(DatabaseFailure) -> Bool {
        let row = try AuditLeaseStore.row(session)
        let isOurs = row.epoch == epoch
        if isOurs, row.until - row.now > Self.microseconds / 2 { return true }
        let next = isOurs ? row.epoch : row.epoch + 1
        guard isOurs || row.until <= row.now,
            try AuditLeaseStore.take(
                from: row.epoch, to: next, holder: holder, until: row.now + Self.microseconds, session)
        else {
            epoch = nil
            return false
        }
        epoch = next
        return true
    }
}
