package import Deductions
package import Threading

/// Where commands are handed in: the engine, or whatever a test puts in its place.
package protocol CommandDesk: Sendable {
    /// Hands a command in. `tell` is called once with what becomes of it, at the deadline at the latest, perhaps
    /// before this returns.
    func submit(_ command: any Command, _ deadline: Deadline, tell: @escaping Ticket.Tell)

    /// Hands a command in without waiting; the verdict is asked of the ticket.
    func post(_ command: any Command) -> Posting

    /// How much of the room for waiting commands is taken, in percent.
    var fullnessPercent: Int64 { get }
}

extension Engine: CommandDesk {}
