import Foundation
import Synchronization
import Threading

/// Tells the callers of tickets that took too long what is certain. A verdict in time costs one look at the list.
final class DeadlineWatch: Sendable {
    /// How late a deadline may be noticed.
    private static let periodSeconds = 0.02

    private let waiting = Guarded<[(ticket: Ticket, deadline: Deadline)]>([])
    private let isStopping = Atomic(false)
    private let thread = Guarded<JoinableThread?>(nil)

    func start() {
        let thread = JoinableThread(name: "deadlines") { [self] in
            while !isStopping.load(ordering: .relaxed) {
                Thread.sleep(forTimeInterval: Self.periodSeconds)
                expireOverdue()
            }
        }
        self.thread.withLock { $0 = thread }
    }

    func add(_ ticket: Ticket, _ deadline: Deadline) { waiting.withLock { $0.append((ticket, deadline)) } }

    func stop() {
        isStopping.store(true, ordering: .relaxed)
        thread.withLock { $0 }?.join()
    }

    private func expireOverdue() {
        let overdue = waiting.withLock { waiting -> [Ticket] in
            var overdue: [Ticket] = []
            waiting.removeAll { entry in
                if entry.ticket.isAnswered { return true }
                guard entry.deadline.isPast else { return false }
                overdue.append(entry.ticket)
                return true
            }
            return overdue
        }
        for ticket in overdue { ticket.expire() }
    }
}
