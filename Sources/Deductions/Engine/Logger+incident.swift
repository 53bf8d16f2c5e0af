import Logging
import MariaDB

extension Logger {
    /// Writes a lane's incident down. The database's own words are for the log only, never for a caller.
    func report(_ incident: LaneIncident) {
        switch incident {
        case .failed(let failure, let commands, let attempt):
            notice(
                "batch tried again",
                metadata: ["why": "\(failure)", "commands": "\(commands)", "attempt": "\(attempt)"])
        case .gaveUp(let failure, let commands):
            error("commands refused without effect", metadata: ["why": "\(failure)", "commands": "\(commands)"])
        case .resolved(let batch, let isCommitted):
            warning("commit was cut off", metadata: ["batch": "\(batch)", "committed": "\(isCommitted)"])
        case .unresolved(let batch):
            error("lane ends with an unknown commit", metadata: ["batch": "\(batch)"])
        }
    }
}
