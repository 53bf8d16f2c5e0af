import Deductions
import Disk
import MariaDB
import Merchants
import Values

/// Where statements lie: a folder for each day.
struct StatementFolder: Sendable {
    let path: String

    func folder(_ day: CivilDate) -> String { "\(path)/\(day.text)" }

    func file(_ payout: Payout, _ merchant: Merchant) -> String {
        "\(folder(payout.day))/\(merchant.pid)-\(payout.paid.currency.code)-\(payout.day.text).csv"
    }

    func withdrawals(_ day: CivilDate) -> String { "\(folder(day))/withdrawals-\(day.text).csv" }

    /// Writes a statement into its place and returns its SHA-256. `failure` says why it is not there; the folder is
    /// not yet synced.
    func write(
        _ statement: Statement, _ session: Session, _ failure: inout DiskFailure?
    ) throws(DatabaseFailure) -> [UInt8] {
        let path = file(statement.payout, statement.merchant)
        return try write(path, statement.payout.day, CrashPoint.statementWritten, &failure) {
            piece throws(DatabaseFailure) in
            try statement.make(session, piece)
        }
    }

    /// Writes a file of a day, made piece by piece by `make`, which returns its SHA-256.
    func write(
        _ path: String, _ day: CivilDate, _ written: CrashPoint, _ failure: inout DiskFailure?,
        _ make: (([UInt8]) -> Void) throws(DatabaseFailure) -> [UInt8]
    ) throws(DatabaseFailure) -> [UInt8] {
        var trouble: DiskFailure?
        var file: DurableFile?
        func attempt(_ body: () throws(DiskFailure) -> Void) {
            guard trouble == nil else { return }
            do throws(DiskFailure) { try body() } catch { trouble = error }
        }
        attempt { () throws(DiskFailure) in
            try Folder.make(folder(day))
            file = try DurableFile(path)
        }
        let digest = try make { bytes in attempt { () throws(DiskFailure) in try file?.write(bytes) } }
        attempt { () throws(DiskFailure) in try file?.finish { written.pass() } }
        failure = trouble ?? failure
        return digest
    }

    /// Returns when the names of these days' files are on the disk.
    func sync(_ days: Set<CivilDate>) throws(DiskFailure) {
        for day in days { try Folder.sync(folder(day)) }
        try Folder.sync(path)
    }
}
