import Ledger
import Threading
import MariaDB
package import Values

/// Runs batches of commands as transactions, one after the other, on one session.
///
/// Whatever fails, each ticket is answered with what is certain, and an unknown commit is resolved by the lane's
/// fence: the batch's number in the lane's row tells whether it happened.
package final class Lane<Database: LaneDatabase> {
    private let database: Database
    private let settings: LaneSettings
    private let wallClock: () -> Timestamp
    /// Whether to go on waiting for a database that is away.
    private let goesOn: () -> Bool
    private var lastBatch: Int64 = 0
    private var mint: IdentifierMint
    private var resolved = LostCommits()
    private var isConnected = true
    private var firstLocked: LockedRows?

    /// `wallClock` only dates identifiers and nonces: what is decided is decided by the database's clock.
    package init(
        _ database: Database, settings: LaneSettings, wallClock: @escaping () -> Timestamp,
        goesOn: @escaping () -> Bool
    ) {
        self.database = database
        self.settings = settings
        self.wallClock = wallClock
        self.goesOn = goesOn
        mint = IdentifierMint(lane: database.lane)
    }

    /// Makes sure of a session before tickets are taken out of the mailbox; false: the lane is to end.
    package func connect() -> Bool {
        var attempt = 0
        while !isConnected {
            guard goesOn() else { return false }
            attempt += 1
            if !reconnected() { settings.backOff?(attempt) }
        }
        return true
    }

    /// Runs the tickets as one transaction, again or in halves where that helps, and answers each of them.
    package func run(_ tickets: [Ticket]) {
        firstLocked = nil
        var attempt = 0
        while true {
            attempt += 1
            guard let failure = attemptOnce(tickets) else { return }
            let isLastTry: Bool
            switch failure.kind {
            case .rolledBack, .duplicate: isLastTry = attempt >= settings.conflictTries
            case .connectionLost: isLastTry = attempt >= settings.conflictTries || !reconnected()
            case .lockTimeout, .interrupted, .constraint, .readOnly, .other:
                isLastTry = tickets.count > 1 || attempt >= settings.loneTries
            }
            guard isLastTry else {
                settings.report?(.failed(failure, commands: tickets.count, attempt: attempt))
                settings.backOff?(attempt)
                continue
            }
            if tickets.count == 1 || !isConnected {
                settings.report?(.gaveUp(failure, commands: tickets.count))
                for ticket in tickets { ticket.answer(.unavailable) }
            } else {
                settings.report?(.failed(failure, commands: tickets.count, attempt: attempt))
                // One bad command costs its neighbours log n tries, not their answer.
                run(Array(tickets[..<(tickets.count / 2)]))
                run(Array(tickets[(tickets.count / 2)...]))
            }
            return
        }
    }

    /// nil: answered. A failure: certainly without effect, and the transaction is over.
    private func attemptOnce(_ all: [Ticket]) -> DatabaseFailure? {
        var tickets = all
        var batch = newBatch(tickets, [])
        let reported = resolved
        do {
            // (Seeded faults change the order of the steps, so none may be asked for ahead.)
            var isAnnounced = settings.isSound
            var overdue: Set<OverdueHold> = []
            preparing: while true {
                switch try prepare(&batch, isAnnounced: isAnnounced) {
                case .done: break preparing
                case .announcedTooMuch: isAnnounced = false
                case .meets(let holds): overdue.formUnion(holds)
                case .judgedByThePast(let places):
                    try database.rollback()
                    for place in places { tickets[place].answer(.stale) }
                    tickets = tickets.indices.filter { !places.contains($0) }.map { tickets[$0] }
                    guard !tickets.isEmpty else { return nil }
                    batch = newBatch(tickets, overdue)
                    continue preparing
                }
                try database.rollback()
                batch = newBatch(tickets, overdue)
            }
        } catch {
            if settings.makes(.duplicateReadAsCommitted), error.kind == .duplicate, !batch.verdicts.contains(nil) {
                try? database.rollback()
                answer(tickets, batch)
                return nil
            }
            if settings.makes(.keepAfterLockTimeout), error.kind == .lockTimeout { return error }
            abandon(error)
            return error
        }
        if settings.makes(.acknowledgeBeforeCommit) { answer(tickets, batch) }
        CrashPoint.beforeCommit.pass()
        do {
            try database.commit()
        } catch {
            guard let isCommitted = fate(of: batch.number, after: error) else {
                settings.report?(.unresolved(batch: batch.number))
                // The lane ends without knowing: repeating the same request gets the answer from another one.
                for ticket in tickets { ticket.answer(.unresolved) }
                return nil
            }
            if !isCommitted {
                return DatabaseFailure(kind: .rolledBack, message: "a commit that was cut off never happened")
            }
        }
        // A commit that was cut off has been sealed by a later, empty batch.
        lastBatch = max(lastBatch, batch.number)
        resolved.subtract(reported)
        CrashPoint.afterCommit.pass()
        answer(tickets, batch)
        CrashPoint.afterAnswer.pass()
        return nil
    }

    private func newBatch(_ tickets: [Ticket], _ overdue: Set<OverdueHold>) -> Batch {
        Batch(number: lastBatch + 1, settings: settings, tickets: tickets, overdue: overdue) {
            mint.next(at: wallClock())
        }
    }

    /// What the steps before the commit came to.
    private enum Preparation {
        case done
        /// A command of the batch should not have taken its key: what is asked for ahead is more than is needed.
        case announcedTooMuch
        /// Wallets of the batch have holds that are past their time, whose payments must be locked before wallets are.
        case meets(Set<OverdueHold>)
        /// Callers of these commands were judged by what does not hold any more: the others are decided without them.
        case judgedByThePast(Set<Int>)
    }

    private func prepare(_ batch: inout Batch, isAnnounced: Bool) throws(DatabaseFailure) -> Preparation {
        try batch.resolve(database)
        batch.listNonces()
        batch.findLeaders(lane: database.lane)
        let seenAt = wallClock()
        if isAnnounced {
            try database.announce(
                Opening(
                    batch: batch.number, resolved: resolved, nonces: batch.nonces, seenAt: seenAt,
                    claims: batch.claims, reach: batch.reach))
        }
        if !settings.makes(.noFence) {
            try fence(batch.number)
        }
        if settings.makes(.claimAfterLocks) { _ = try database.lock(guess(batch)) }
        if try batch.claimNonces(database, at: seenAt) {
            if isAnnounced { return .announcedTooMuch }
            batch.findLeaders(lane: database.lane)
        }
        try batch.claimKeys(database)
        CrashPoint.afterClaim.pass()
        let early =
            settings.makes(.clockBeforeLocks) || settings.makes(.overdueByEarlyClock) ? try database.clock() : nil
        var locked = try database.lock(batch.reach)
        if settings.makes(.staleSnapshotOnRetry) {
            firstLocked = firstLocked ?? locked
            locked = firstLocked ?? locked
        }
        let now: Timestamp
        let isEarly = settings.makes(.clockBeforeLocks)
        if let known = isEarly ? early : locked.lockedAt { now = known } else { now = try database.clock() }
        let stale = settings.makes(.staleDecided) ? [] : batch.stale(locked.versions)
        if !stale.isEmpty { return .judgedByThePast(stale) }
        let holders = Set(locked.wallets.values.filter { $0.held > 0 && !$0.isFrozen }.map(\.payer))
        if !holders.isEmpty, !settings.makes(.overdueIgnored) {
            let overdue = try database.overdueHolds(of: holders.sorted(), at: early ?? now)
            if !overdue.isSubset(of: batch.overdue) { return .meets(overdue) }
        }
        if settings.makes(.heldStillAvailable) {
            for (key, wallet) in locked.wallets {
                locked.wallets[key]?.creditLimit += wallet.held
                locked.wallets[key]?.debtLimit += wallet.held
            }
        }
        var books = Books(now: now, locked: locked)
        #if SEEDED_FAULTS
            books.fault = settings.fault
        #endif
        batch.decide(&books)
        try database.save(books, batch: batch.number)
        let refusals = batch.refusals(lane: database.lane)
        if !refusals.isEmpty { try database.record(refusals) }
        batch.answerRepeats()
        CrashPoint.afterUpdate.pass()
        return .done
    }

    /// The rows a batch would lock if it locked before it claimed.
    private func guess(_ batch: Batch) -> Reach {
        var reach = Reach()
        for command in batch.commands where command.namedPayment == nil { reach.formUnion(command.reach(nil)) }
        return reach
    }

    private func fence(_ number: Int64) throws(DatabaseFailure) {
        do throws(DatabaseFailure) {
            let isOurs = try database.fence(batch: number, resolved: resolved)
            precondition(isOurs || settings.makes(.keepAfterLockTimeout), "the lane's row moved by another hand")
        } catch let failure {
            // Only our own earlier session can hold the lane's row.
            if failure.kind == .lockTimeout { try database.killPredecessor() }
            throw failure
        }
    }

    /// Whether a batch whose commit failed has happened. The fence waits for whatever still runs and is the only
    /// proof; nil: the lane is to end before the database came back.
    private func fate(of number: Int64, after failure: DatabaseFailure) -> Bool? {
        isConnected = failure.kind != .connectionLost
        var attempt = 0
        while true {
            attempt += 1
            if attempt > 1 { settings.backOff?(attempt) }
            guard goesOn() else { return nil }
            guard isConnected || reconnected() else { continue }
            do {
                try database.rollback()
                if settings.makes(.noFence) { return false }
                let neverHappened = try database.fence(batch: number, resolved: resolved)
                if neverHappened { try database.rollback() } else { try seal(number) }
                if neverHappened { resolved.lost += 1 } else { resolved.committed += 1 }
                settings.report?(.resolved(batch: number, isCommitted: !neverHappened))
                return !neverHappened
            } catch {
                if error.kind == .connectionLost { isConnected = false }
                if error.kind == .lockTimeout { try? database.killPredecessor() }
            }
        }
    }

    /// Commits an empty batch behind one that was found committed.
    ///
    /// A server shows other sessions what is committed before its log has reached the disk: seen by the fence, a batch
    /// may still be lost in a crash. The log is written in order, so what stands before a commit of ours survives.
    private func seal(_ number: Int64) throws(DatabaseFailure) {
        var empty = number + 1
        // An earlier seal whose own commit was cut off may have moved the row.
        while try !database.fence(batch: empty, resolved: LostCommits()) {
            empty += 1
            precondition(empty < number + 1_000, "the lane's row moved by another hand")
        }
        try database.commit()
        lastBatch = empty
    }

    /// Ends a transaction that failed. Every error does: 1205 would leave half of it standing.
    private func abandon(_ failure: DatabaseFailure) {
        guard failure.kind != .connectionLost else {
            isConnected = false
            return
        }
        do { try database.rollback() } catch { isConnected = false }
    }

    private func reconnected() -> Bool {
        do { try database.reconnect() } catch { return false }
        isConnected = true
        return true
    }

    private func answer(_ tickets: [Ticket], _ batch: Batch) {
        for (ticket, verdict) in zip(tickets, batch.verdicts) {
            if let verdict { ticket.answer(verdict, hasTime: tickets.count == 1) }
        }
    }
}
