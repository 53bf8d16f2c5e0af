import Deductions
import MariaDB
import Policies
import Threading
import Values

/// One of a run's hands: opens windows, then has their payers charged chunk by chunk.
struct WindowHand: Sendable {
    /// Payers charged at once: fewer than one merchant may have waiting in one mailbox.
    private static let payersAtOnce = 200
    /// Payments looked at for that.
    private static let pageLength = 4_000
    private static let patienceMilliseconds = 8_000

    /// Windows up to this moment.
    let time: Timestamp
    let now: Timestamp
    /// Windows that somebody is still to look at for the first time; any hand takes the next.
    let unopened: Guarded<ArraySlice<WindowKey>>
    let engine: Engine
    let tally: Guarded<RunTally>

    /// Works until no window is left that is free. `report` is told after each chunk.
    func work(_ session: Session, _ report: (RunTally) -> Void) {
        do throws(DatabaseFailure) {
            while let key = unopened.withLock({ $0.popFirst() }) {
                let reasons = try WindowOpening(key: key, now: now).run(session)
                if !reasons.isEmpty { tally.withLock { $0.stopped += 1 } }
                CrashPoint.windowOpened.pass()
            }
            while try chunk(session) { report(tally.withLock { $0 }) }
        } catch let failure {
            tally.withLock { $0.failure = $0.failure ?? failure }
        }
    }

    /// One chunk of one window; false: there is none that is free.
    private func chunk(_ session: Session) throws(DatabaseFailure) -> Bool {
        try session.transaction { () throws(DatabaseFailure) in
            guard var window = try WindowStore.claim(until: time, session) else { return false }
            CrashPoint.windowClaimed.pass()
            var page = try page(of: window, session)
            if !page.isEmpty {
                let charges = charges(page, window.key, next: try nextWindow(window.key, session))
                try carryOut(charges)
                CrashPoint.windowPosted.pass()
                // What comes for the window behind our back is found by the next run.
                if let last = charges.last { window.lastPayer = Identifier(last.payer.number + 1) }
                page = try self.page(of: window, session)
            }
            if page.isEmpty { try finish(&window, session) }
            try WindowStore.check(window, at: now, session)
            CrashPoint.windowChecked.pass()
            if page.isEmpty { tally.withLock { $0.windows += 1 } }
            return true
        }
    }

    private func page(
        of window: BatchWindow, _ session: Session
    ) throws(DatabaseFailure) -> [(payer: Identifier, payment: Identifier)] {
        try QueueListStore.waiting(window.key, from: window.lastPayer, limit: Self.pageLength, session)
    }

    /// One charge for each payer. The last payer of a full page may have more than the page holds: it waits.
    private func charges(
        _ page: [(payer: Identifier, payment: Identifier)], _ key: WindowKey, next: Timestamp
    ) -> [WindowCharge] {
        var payments: [(payer: Identifier, all: [Identifier])] = []
        for item in page {
            if payments.last?.payer == item.payer {
                payments[payments.count - 1].all.append(item.payment)
            } else {
                payments.append((item.payer, [item.payment]))
            }
        }
        if page.count == Self.pageLength, payments.count > 1 { payments.removeLast() }
        return payments.prefix(Self.payersAtOnce).map { payer, all in
            WindowCharge(
                merchant: key.merchant, payer: payer, window: key.opensAt, payments: all, nextWindow: next)
        }
    }

    /// When what is left is tried again, by the merchant's policy.
    private func nextWindow(_ key: WindowKey, _ session: Session) throws(DatabaseFailure) -> Timestamp {
        let policy = try PolicyStore.schedule(of: key.merchant, session).version(at: now).policy
        return policy.batch.window(after: max(key.opensAt, now), in: policy.zone)
    }

    private func carryOut(_ charges: [WindowCharge]) throws(DatabaseFailure) {
        let postings = charges.map { engine.post($0) }
        let deadline = Deadline.milliseconds(Self.patienceMilliseconds)
        var unanswered = 0
        for posting in postings {
            let verdict =
                switch posting {
                case .waiting(let ticket): ticket.verdict(deadline)
                case .refused(let refusal): refusal
                }
            if case .answered(.window(let result), _) = verdict {
                tally.withLock { $0.add(result) }
            } else {
                unanswered += 1
            }
        }
        // The window stays as it is: the next run looks at the same payers again.
        guard unanswered == 0 else {
            throw DatabaseFailure(kind: .connectionLost, message: "the lanes did not answer for \(unanswered) payers")
        }
    }

    private func finish(_ window: inout BatchWindow, _ session: Session) throws(DatabaseFailure) {
        let results = try QueueListStore.results(window.key, session)
        window.state = .done
        window.chargedCount = results.charged
        window.chargedAmount = results.amount
        window.declinedCount = results.declined
    }
}
