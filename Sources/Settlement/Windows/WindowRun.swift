package import Deductions
package import MariaDB
import Policies
import Threading
package import Values

/// Charges what waits for windows that have opened.
///
/// A run goes by chunks. It locks a window that nobody else works on, has the lanes charge its next payers, writes down
/// how far it is and lets go of it. What is charged is decided by the lanes, payment by payment: whoever is killed, and
/// however many run at once, nothing is charged twice, and what is left is found by the next run.
package struct WindowRun: Sendable {
    private let address: DatabaseAddress
    private let settings: EngineSettings

    /// Payers charged at once: fewer than one merchant may have waiting in one mailbox.
    private static let payersAtOnce = 200
    /// Payments looked at for that.
    private static let pageLength = 4_000
    private static let patienceMilliseconds = 8_000

    package init(_ address: DatabaseAddress, _ settings: EngineSettings) {
        self.address = address
        self.settings = settings
    }

    /// Runs all windows that have opened by `asOf`, or by now. `report` is told after each chunk.
    package func run(asOf: Timestamp?, _ report: (RunTally) -> Void) -> RunTally {
        var tally = RunTally()
        // Made when needed: each engine's lanes leave a row in the database, and most runs find nothing.
        var engine: Engine?
        do throws(DatabaseFailure) {
            let session = try Session(address)
            defer { session.close() }
            let now = try WindowStore.clock(session)
            let time = asOf ?? now
            for key in try QueueListStore.due(until: time, session) {
                let reasons = try WindowOpening(key: key, now: now).run(session)
                if !reasons.isEmpty { tally.stopped += 1 }
                CrashPoint.windowOpened.pass()
            }
            var isDone = try WindowStore.readyCount(until: time, session) == 0
            while !isDone {
                let lanes = engine ?? Engine(settings, address: address)
                isDone = try !chunk(until: time, now, lanes, session, &tally)
                engine = lanes
                report(tally)
            }
            tally.busy = Int(try WindowStore.readyCount(until: time, session))
        } catch {
            tally.failure = error
        }
        engine?.stop()
        return tally
    }

    /// One chunk of one window; false: there is none that is free.
    private func chunk(
        until time: Timestamp, _ now: Timestamp, _ engine: Engine, _ session: Session, _ tally: inout RunTally
    ) throws(DatabaseFailure) -> Bool {
        try session.transaction { () throws(DatabaseFailure) in
            guard var window = try WindowStore.claim(until: time, session) else { return false }
            CrashPoint.windowClaimed.pass()
            let page = try QueueListStore.waiting(
                window.key, from: window.lastPayer, limit: Self.pageLength, session)
            if page.isEmpty {
                try finish(&window, now, session)
                tally.windows += 1
                return true
            }
            let charges = charges(page, window.key, next: try nextWindow(window.key, now, session))
            try carryOut(charges, engine, &tally)
            CrashPoint.windowPosted.pass()
            // What comes for the window behind our back is found by the next run.
            if let last = charges.last { window.lastPayer = Identifier(last.payer.number + 1) }
            try WindowStore.check(window, at: now, session)
            CrashPoint.windowChecked.pass()
            return true
        }
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
    private func nextWindow(
        _ key: WindowKey, _ now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> Timestamp {
        let policy = try PolicyStore.schedule(of: key.merchant, session).version(at: now).policy
        return policy.batch.window(after: max(key.opensAt, now), in: policy.zone)
    }

    private func carryOut(
        _ charges: [WindowCharge], _ engine: Engine, _ tally: inout RunTally
    ) throws(DatabaseFailure) {
        let postings = charges.map { engine.post($0) }
        let deadline = Deadline.milliseconds(Self.patienceMilliseconds)
        var unanswered = 0
        for posting in postings {
            let verdict =
                switch posting {
                case .waiting(let ticket): ticket.verdict(deadline)
                case .refused(let refusal): refusal
                }
            if case .answered(.window(let result), _) = verdict { tally.add(result) } else { unanswered += 1 }
        }
        // The window stays as it is: the next run looks at the same payers again.
        guard unanswered == 0 else {
            throw DatabaseFailure(kind: .connectionLost, message: "the lanes did not answer for \(unanswered) payers")
        }
    }

    private func finish(
        _ window: inout BatchWindow, _ now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        let results = try QueueListStore.results(window.key, session)
        window.state = .done
        window.chargedCount = results.charged
        window.chargedAmount = results.amount
        window.declinedCount = results.declined
        try WindowStore.check(window, at: now, session)
    }
}
