package import Deductions
package import Threading

/// Where commands are handed in: the engine, or whatever a test puts in its place.
package protocol CommandDesk: Sendable {
    /// Hands a command in and waits for what becomes of it.
    func submit(_ command: any Command, _ deadline: Deadline) -> Verdict

    /// Hands a command in without waiting.
    func post(_ command: any Command) -> Posting
}

extension Engine: CommandDesk {}
