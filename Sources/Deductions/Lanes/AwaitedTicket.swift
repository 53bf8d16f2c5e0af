package import Threading

/// A ticket together with the place where a thread waits for its verdict.
package struct AwaitedTicket: Sendable {
    package let ticket: Ticket
    private let reply: Reply<Verdict>

    package init(_ command: any Command) {
        let reply = Reply<Verdict>()
        self.reply = reply
        ticket = Ticket(command) { verdict, _ in reply.send(verdict) }
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
