import Docking
import Logging
import MariaDB
import Merchants
import Threading

/// Has the merchant directory look for changes several times a second, and tells the log when the database goes away
/// and when it comes back.
final class DirectoryWatch: Sendable {
    private static let pauseMilliseconds = 250

    private let thread: RepeatingThread

    init(_ directory: MerchantDirectory<Signer>, _ log: Logger) {
        thread = RepeatingThread(name: "directory") {
            var isAway = false
            return {
                do throws(DatabaseFailure) {
                    try directory.refresh(.milliseconds(2_000))
                    if isAway { log.notice("database is back") }
                    isAway = false
                } catch {
                    if !isAway { log.error("database is away", metadata: ["why": "\(error.message)"]) }
                    isAway = true
                }
                return Self.pauseMilliseconds
            }
        }
    }

    func stop() { thread.stop() }
}
