import Dispatch
import Glibc
import Threading

/// What waits for a lane. Bounded, fair among merchants, endings before openings.
package final class Mailbox: Sendable {
    /// Whether a ticket was accepted.
    enum Acceptance: Sendable { case accepted, full, overQuota, closed }

    private struct State {
        var endings = FairQueue()
        var openings = FairQueue()
        /// What the lane has taken last, until it takes again.
        var taken: [Ticket] = []
        var laneSleeps = false
        var isClosed = false
        var count: Int { endings.count + openings.count }
    }

    private let state = Guarded(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let limit: Int

    /// `limit` is for all merchants together; one may fill a quarter of it.
    init(limit: Int) { self.limit = limit }

    func put(_ ticket: Ticket) -> Acceptance {
        let merchant = ticket.command.merchant
        let (acceptance, wakes) = state.withLock { state -> (Acceptance, Bool) in
            guard !state.isClosed else { return (.closed, false) }
            guard state.count < limit else { return (.full, false) }
            guard state.endings.count(of: merchant) + state.openings.count(of: merchant) < limit / 4 else {
                return (.overQuota, false)
            }
            if ticket.command.opensPayment { state.openings.append(ticket) } else { state.endings.append(ticket) }
            // Only the first one after the lane fell asleep pays for waking it.
            defer { state.laneSleeps = false }
            return (.accepted, state.laneSleeps)
        }
        if wakes { arrived.signal() }
        return acceptance
    }

    /// Lets others run for as long as that brings tickets: a small batch costs much the same as a large one, and while
    /// threads that read requests wait for this processor, the next tickets are a moment away. No timer: with nobody
    /// else to run, yielding returns at once. At 64 connections batches are half as large again for it.
    func letGather(atMost limit: Int) {
        var waiting = count
        var fruitless = 0
        while waiting < limit, fruitless < Self.patience {
            sched_yield()
            let now = count
            fruitless = now > waiting ? 0 : fruitless + 1
            waiting = now
        }
    }

    /// Yields in a row that bring nothing before the lane takes what there is.
    private static let patience = 16

    /// All that gathered, at most `count`; nil: closed and empty.
    func take(atMost count: Int) -> [Ticket]? {
        while true {
            var done: [Ticket] = []
            let taken = state.withLock { state -> [Ticket]? in
                var taken: [Ticket] = []
                taken.reserveCapacity(min(count, state.count))
                state.endings.take(count, into: &taken)
                state.openings.take(count, into: &taken)
                done = state.taken
                state.taken = taken
                if taken.isEmpty && state.count == 0 && !state.isClosed {
                    state.laneSleeps = true
                    return nil
                }
                return taken
            }
            // What the lane is done with goes here, not under the lock.
            withExtendedLifetime(done) {}
            guard let taken else {
                arrived.wait()
                continue
            }
            if !taken.isEmpty { return taken }
            if state.withLock({ $0.isClosed && $0.count == 0 }) { return nil }
        }
    }

    /// Lets nothing more in; what is there is still taken.
    func close() {
        let wakes = state.withLock { state in
            defer { state.laneSleeps = false }
            state.isClosed = true
            return state.laneSleeps
        }
        if wakes { arrived.signal() }
    }

    var count: Int { state.withLock { $0.count } }

    /// Tells the callers of tickets that wait longer than they should what is certain.
    func expireOverdue() {
        let overdue = state.withLock { state in
            state.endings.overdue + state.openings.overdue + state.taken.filter(\.isOverdue)
        }
        for ticket in overdue { ticket.expire() }
    }
}
