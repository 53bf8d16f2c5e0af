package import Threading

/// A ticket together with the place where a thread waits for its verdict.
package struct AwaitedTicket: Sendable {
    package let ticket: Ticket
    private let reply: Reply<Verdict>

    /// `version`: of the command's merchant, by which its caller was judged; nil: by nothing that a merchant has.
    package init(_ command: any Command, under version: Int64? = nil) {
        let reply = Reply<Verdict>()
        self.reply = reply
        ticket = Ticket(command, under: version) { verdict, _ in reply.send(verdict) }
    }

    /// Waits for the verdict until the deadline, and then says what is certain.
    package func verdict(_ deadline: Deadline) -> Verdict {
        if let verdict = reply.receive(until: deadline) { return verdict }
        ticket.expire()
        // Whoever came first has told it, or is just about to.
        return reply.receive()
    }

    /// The verdict if there is one by now.
    package var verdictSoFar: Verdict? { reply.receive(until: .milliseconds(0)) }
}
