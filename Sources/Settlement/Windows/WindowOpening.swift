import Deductions
import MariaDB
import Values

/// Looks at a window for the first time, or when something waits for it anew: whether it may run.
struct WindowOpening {
    /// How many windows tell what is usual.
    private static let memory = 60

    let key: WindowKey
    let now: Timestamp

    /// Writes the window down, ready or stopped; returns why anything of it is stopped.
    func run(_ session: Session) throws(DatabaseFailure) -> [WindowReason] {
        try session.transaction { () throws(DatabaseFailure) in
            let known = try WindowStore.lock(key, session)
            if let known, known.state != .done || known.releasedBy != nil {
                // Under way, waiting, or let go on by an operator: only the last is to run again.
                if known.state == .done {
                    try WindowStore.open(key, .ready, seen: known.seen, [], at: now, session)
                }
                return []
            }
            return try judge(session)
        }
    }

    private func judge(_ session: Session) throws(DatabaseFailure) -> [WindowReason] {
        let history = try WindowStore.history(key, limit: Self.memory, session)
        let seen = try QueueListStore.figures(key, session)
        let reasons = WindowWatch.reasons(seen, after: history)
        guard !reasons.isEmpty else {
            try WindowStore.open(key, .ready, seen: seen, [], at: now, session)
            return []
        }
        // If it is all right but for single payments, those wait alone.
        if let limit = WindowWatch.oddAmount(after: history) {
            let rest = try QueueListStore.figures(key, upTo: limit, session)
            if rest.count > 0, rest.count < seen.count, WindowWatch.reasons(rest, after: history).isEmpty {
                try QueueListStore.stop(key, above: limit, session)
                try WindowStore.open(key, .ready, seen: rest, reasons, at: now, session)
                return reasons
            }
        }
        try QueueListStore.stop(key, above: 0, session)
        try WindowStore.open(key, .stopped, seen: seen, reasons, at: now, session)
        return reasons
    }
}
