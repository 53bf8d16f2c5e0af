import Events
import Foundation
import MariaDB
import Threading

/// Sees to it that what was committed before a run is in the merchants' feeds, which is what payouts count. Where no
/// worker gives events their positions, we do.
enum PositionWait {
    private static let patienceMilliseconds = 10_000
    private static let pauseSeconds = 0.05

    /// False: some events still have none.
    static func run(_ address: DatabaseAddress, _ session: Session) throws(DatabaseFailure) -> Bool {
        let mark = try SequenceMark(session)
        let deadline = Deadline.milliseconds(patienceMilliseconds)
        let sequencer = Sequencer(address, holder: "settle")
        while try !mark.isReached(session) {
            guard !deadline.isPast else { return false }
            // One that fails is tried again: whether the database is there at all, the mark tells.
            if case .sequenced = (try? sequencer.pass()) ?? .standby { continue }
            Thread.sleep(forTimeInterval: pauseSeconds)
        }
        return true
    }
}
