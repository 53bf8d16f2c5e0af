package import Deductions
package import Threading

/// Where commands are handed in: the engine, or whatever a test puts in its place.
package protocol CommandDesk: Sendable {
    /// Hands a command in. `tell` is called once with what becomes of it, at the deadline at the latest, perhaps
    /// before this returns. `version`: of the command's merchant, by which its caller was judged; nil: by nothing that
    /// a merchant has.
    func submit(_ command: any Command, under version: Int64?, _ deadline: Deadline, tell: @escaping Ticket.Tell)

    /// Hands a command in without waiting; the verdict is asked of the ticket.
    func post(_ command: any Command, under version: Int64?) -> Posting

    /// How much of the room for waiting commands is taken, in percent.
    var fullnessPercent: Int64 { get }
}

extension CommandDesk {
    /// Hands in a command of our own, which no merchant's settings bear on.
    func submit(_ command: any Command, _ deadline: Deadline, tell: @escaping Ticket.Tell) {
        submit(command, under: nil, deadline, tell: tell)
    }

    /// Likewise, without waiting.
    func post(_ command: any Command) -> Posting { post(command, under: nil) }
}

extension Engine: CommandDesk {}
