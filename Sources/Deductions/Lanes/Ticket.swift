package import Threading
import Synchronization

/// A command on its way through a lane, and the place where its answer is waited for.
package final class Ticket: Sendable {
    private enum Place: UInt8, AtomicRepresentable { case mailbox, lane, withdrawn }

    package let command: any Command
    package let reply = Reply<Verdict>()
    private let place = Atomic<Place>(.mailbox)

    package init(_ command: any Command) { self.command = command }

    /// The lane takes it; false: its caller has gone.
    func take() -> Bool {
        place.compareExchange(expected: .mailbox, desired: .lane, ordering: .acquiringAndReleasing).exchanged
    }

    /// The caller takes it back; false: a lane has it.
    func withdraw() -> Bool {
        place.compareExchange(expected: .mailbox, desired: .withdrawn, ordering: .acquiringAndReleasing).exchanged
    }

    /// Waits for the verdict until the deadline, and then says what is certain.
    package func verdict(_ deadline: Deadline) -> Verdict {
        if let verdict = reply.receive(until: deadline) { return verdict }
        return withdraw() ? .overloaded : .unresolved
    }
}
