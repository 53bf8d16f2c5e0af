import Dispatch
import Threading

/// Looks for tickets that wait longer than they should, in mailboxes and in lanes.
final class DeadlineWatch: Sendable {
    /// How late a deadline may be noticed.
    private static let periodMilliseconds = 20

    private let isOver = DispatchSemaphore(value: 0)
    private let thread: JoinableThread

    init(_ mailboxes: [Mailbox]) {
        let isOver = isOver
        thread = JoinableThread(name: "deadlines") {
            while isOver.wait(timeout: .now() + .milliseconds(Self.periodMilliseconds)) == .timedOut {
                for mailbox in mailboxes { mailbox.expireOverdue() }
            }
        }
    }

    func stop() {
        isOver.signal()
        thread.join()
    }
}
