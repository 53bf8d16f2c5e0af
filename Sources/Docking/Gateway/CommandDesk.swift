package import Deductions
package import Threading

/// Where commands are handed in: the engine, or whatever a test puts in its place.
package protocol CommandDesk: Sendable {
    /// Hands a command in and waits for what becomes of it.
    func submit(_ command: any Command, _ deadline: Deadline) -> Verdict

    /// Hands a command in; its ticket waits. nil with the verdict if it is not let in.
    func enter(_ command: any Command) -> Entrance
}

/// What handing in a command gives at once.
package enum Entrance: Sendable {
    case entered(Ticket)
    case refused(Verdict)
}
