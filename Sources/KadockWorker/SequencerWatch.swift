import Events
import Logging
import MariaDB
import Threading

/// Has a sequencer look for committed events, and tells the log when it takes the lease over and loses it.
final class SequencerWatch: Sendable {
    private let thread: RepeatingThread

    init(_ address: DatabaseAddress, worker: String, _ log: Logger) {
        thread = RepeatingThread(name: "sequencer") {
            let sequencer = Sequencer(address, holder: worker)
            var isHolding = false
            return {
                // With the database away nothing can be sequenced; the directory's watch tells the log.
                let pass = (try? sequencer.pass()) ?? .standby
                if isHolding != (pass != .standby) {
                    isHolding.toggle()
                    log.notice(isHolding ? "sequencing events" : "another worker sequences events")
                }
                return pass.pauseMilliseconds
            }
        }
    }

    func stop() { thread.stop() }
}

extension Sequencer.Pass {
    /// The shorter the pauses, the smaller the batches, each with a commit of its own.
    fileprivate var pauseMilliseconds: Int {
        switch self {
        case .standby: 500
        case .idle: 50
        case .sequenced: 100
        }
    }
}
