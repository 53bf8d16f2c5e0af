import Synchronization
package import Threading

/// A command on its way through a lane, and whoever is to be told the verdict.
package final class Ticket: Sendable {
    private enum Place: UInt8, AtomicRepresentable { case mailbox, lane, answered }

    package let command: any Command
    /// The version of the command's merchant by which its caller was judged; nil: by nothing that a merchant has.
    package let merchantVersion: Int64?
    /// When it is told what is certain, if nothing was told before; nil: its caller sees to that.
    let deadline: Deadline?
    private let tell: Tell
    private let place = Atomic<Place>(.mailbox)

    /// Called once, on the thread that knows the verdict, and not to keep it: at most to make one answer where it has
    /// time, because nobody else waits for it.
    package typealias Tell = @Sendable (_ verdict: Verdict, _ hasTime: Bool) -> Void

    package init(
        _ command: any Command, under version: Int64? = nil, _ deadline: Deadline? = nil, tell: @escaping Tell
    ) {
        self.command = command
        merchantVersion = version
        self.deadline = deadline
        self.tell = tell
    }

    /// The lane takes it; false: its caller has gone.
    func take() -> Bool { move(from: .mailbox, to: .lane) }

    /// Tells the verdict; only the first one counts.
    package func answer(_ verdict: Verdict, hasTime: Bool = false) {
        if place.exchange(.answered, ordering: .acquiringAndReleasing) != .answered { tell(verdict, hasTime) }
    }

    /// Nobody waits any more: tells what is certain, unless a verdict has been told.
    package func expire() {
        if move(from: .mailbox, to: .answered) {
            tell(.overloaded, false)
        } else if move(from: .lane, to: .answered) {
            tell(.unresolved, false)
        }
    }

    /// Whether it waits longer than it should.
    var isOverdue: Bool { place.load(ordering: .relaxed) != .answered && deadline?.isPast ?? false }

    private func move(from old: Place, to new: Place) -> Bool {
        place.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
    }
}
