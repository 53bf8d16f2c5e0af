import Deductions
import Threading

@testable import Docking

/// A desk that keeps what is handed in and answers as told.
final class StandInDesk: CommandDesk {
    private let commands = Guarded<[any Command]>([])
    private let verdict: @Sendable (any Command) -> Verdict?
    /// How many commands may wait unanswered; more are over the quota.
    private let quota: Int

    /// A verdict of nil is one that never comes.
    init(quota: Int = .max, _ verdict: @escaping @Sendable (any Command) -> Verdict?) {
        self.quota = quota
        self.verdict = verdict
    }

    let fullnessPercent: Int64 = 0

    var handedIn: [any Command] {
        var found: [any Command] = []
        commands.withLock { found = $0 }
        return found
    }

    func submit(_ command: any Command, under version: Int64?, _ deadline: Deadline, tell: @escaping Ticket.Tell) {
        switch post(command, under: version) {
        case .waiting(let ticket): tell(ticket.verdict(deadline), false)
        case .refused(let verdict): tell(verdict, false)
        }
    }

    func post(_ command: any Command, under version: Int64?) -> Posting {
        let count = commands.withLock { commands in
            commands.append(command)
            return commands.count
        }
        guard count <= quota else { return .refused(.overQuota) }
        let awaited = AwaitedTicket(command)
        if let verdict = verdict(command) { awaited.ticket.answer(verdict) }
        return .waiting(awaited)
    }
}
