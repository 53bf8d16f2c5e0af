package import MariaDB
package import Values

/// The `sign_in_attempt` table: how many PINs each internet address has tried in vain of late, with any login.
package enum SignInLimitStore {
    package static let maximumFailures = 30
    static let windowMinutes: Int64 = 10

    /// Counts a try. Too many of late: it is not counted, and the answer is how many seconds to wait.
    package static func count(
        _ address: [UInt8], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> Int? {
        let minute = minute(now)
        // First, as it locks the minute: tries of one address stand in line from here on.
        try session.execute(
            """
            INSERT INTO sign_in_attempt (address, minute, failures) VALUES (\(address), \(minute), 1)
            ON DUPLICATE KEY UPDATE failures = failures + 1
            """)
        let rows = try session.query(
            """
            SELECT minute, failures FROM sign_in_attempt
            WHERE address = \(address) AND minute > \(minute - windowMinutes) ORDER BY minute
            """)
        var sum = rows.reduce(0) { $0 + Int($1.int64(1)) }
        guard sum > maximumFailures else { return nil }
        try takeBack(address, countedAt: now, session)
        // It may try again when enough of the oldest minutes have gone.
        var last = minute
        for row in rows where sum > maximumFailures {
            sum -= Int(row.int64(1))
            last = row.int64(0)
        }
        return max(1, Int((last + windowMinutes) * 60 - now.microseconds / 1_000_000))
    }

    /// A try counted at that moment was none in vain.
    package static func takeBack(
        _ address: [UInt8], countedAt moment: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE sign_in_attempt SET failures = failures - 1
            WHERE address = \(address) AND minute = \(minute(moment)) AND failures > 0
            """)
    }

    /// Forgets minutes that count no more, a few at a time; returns how many went.
    package static func prune(at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> UInt64 {
        try session.execute(
            """
            DELETE FROM sign_in_attempt WHERE minute <= \(minute(now) - windowMinutes) ORDER BY minute LIMIT 1000
            """)
    }

    private static func minute(_ moment: Timestamp) -> Int64 { moment.microseconds / 60_000_000 }
}
