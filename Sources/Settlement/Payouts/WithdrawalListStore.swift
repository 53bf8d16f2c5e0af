import MariaDB
import Values

/// The `withdrawal_list` table.
enum WithdrawalListStore {
    /// Lets one caller at a time write a day's list, until the end of its transaction.
    static func lock(_ day: CivilDate, _ session: Session) throws(DatabaseFailure) {
        try session.execute(
            "INSERT INTO withdrawal_list (day) VALUES (\(day.daysSince1970)) ON DUPLICATE KEY UPDATE day = day")
        _ = try session.query("SELECT day FROM withdrawal_list WHERE day = \(day.daysSince1970) FOR UPDATE")
    }

    /// Writes down that the list lies in its place. Its row is locked.
    static func write(
        _ day: CivilDate, sha256: [UInt8], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE withdrawal_list SET sha256 = \(sha256), written_at = \(now.microseconds)
            WHERE day = \(day.daysSince1970)
            """)
    }

    /// The SHA-256 of a day's list; nil: none was written.
    static func digest(of day: CivilDate, _ session: Session) throws(DatabaseFailure) -> [UInt8]? {
        try session.query("SELECT sha256 FROM withdrawal_list WHERE day = \(day.daysSince1970)").first?
            .optionalBytes(0)
    }
}
