import Deductions
import Ledger
package import MariaDB
import Values

/// Checks the books again and again, at most a twentieth of the time, and freezes an account that is broken.
///
/// Between the steps of a whole pass it looks at what has just moved, at all wallets without their whole history, and
/// at the accounts of merchants and of the system: so what breaks is found long before a pass over large books is
/// through. Any number of these may run; a lease lets one work at a time.
package final class BalanceAudit {
    /// How much longer than a look the rest after it is.
    private static let restPerWork = 19
    private static let longestPauseMilliseconds = 1_000
    private static let idlePauseMilliseconds = 200
    /// A pass over small books is through at once; the next begins so long after it began.
    package static let passEvery: Duration = .seconds(10)
    /// How many looks there are for each quick one, where both are due.
    private static let looksPerGlance = 4
    /// How far back a wallet's entries are added up one by one.
    private static let recentMicroseconds: Int64 = 120_000_000
    private static let timeouts = SessionTimeouts(connectSeconds: 2, readSeconds: 120, writeSeconds: 10)

    private let address: DatabaseAddress
    private let passEvery: Duration
    private let report: (AuditVerdict) -> Void
    private var session: Session?
    private var lease: AuditLease
    package private(set) var counts = AuditCounts()

    private var limits: [AuditTask: Int] = [:]
    private var restsUntil = ContinuousClock.now
    private var pass: AuditPass?
    private var passBegan: ContinuousClock.Instant?
    /// Which of the quick looks comes next, and when each was begun last.
    private var glances: [AuditTask] = [.moved, .sweep, .accounts]
    private var glanced: [AuditTask: ContinuousClock.Instant] = [:]
    private var looks = 0
    private var lastMoved: Int64 = 0
    private var lastSwept: Int64 = 0
    /// The sums of the last pass and what has come since.
    private var tally: EntryTally?
    /// Whether the pass's sums are of no use beyond it.
    private var missesEntries = false
    private var known = KnownTroubles()

    /// `holder` is named in the lease; `report` is told of what was found and confirmed, once.
    package init(
        _ address: DatabaseAddress, holder: String, passEvery: Duration = passEvery,
        _ report: @escaping (AuditVerdict) -> Void
    ) {
        self.passEvery = passEvery
        self.address = address
        self.report = report
        lease = AuditLease(holder: holder)
    }

    /// One look, or none. Returns how many milliseconds to pause. After a failure the next one begins with a new
    /// session.
    package func round() throws(DatabaseFailure) -> Int {
        do throws(DatabaseFailure) {
            let session = try connected()
            guard try lease.isHeld(session) else {
                forget()
                return Self.longestPauseMilliseconds
            }
            let begin = ContinuousClock.now
            guard begin >= restsUntil else { return pauseMilliseconds }
            guard try look(session) else { return Self.idlePauseMilliseconds }
            restsUntil = .now + (.now - begin) * Self.restPerWork
            return pauseMilliseconds
        } catch {
            session?.close()
            session = nil
            throw error
        }
    }

    private var pauseMilliseconds: Int {
        min(max(Int((restsUntil - .now) / .milliseconds(1)), 1), Self.longestPauseMilliseconds)
    }

    private func connected() throws(DatabaseFailure) -> Session {
        if let session { return session }
        let made = try Session(address, timeouts: Self.timeouts)
        // The wallet of somebody who pays all day may take longer than any request should.
        try made.execute("SET SESSION max_statement_time = 0")
        session = made
        return made
    }

    /// Another one has the lease: what was gathered grows old.
    private func forget() {
        pass = nil
        tally = nil
        known = KnownTroubles()
    }

    /// false: nothing is due.
    private func look(_ session: Session) throws(DatabaseFailure) -> Bool {
        looks += 1
        let isGlancesTurn = looks % Self.looksPerGlance == 0
        for isGlance in [isGlancesTurn, !isGlancesTurn] {
            guard let task = isGlance ? nextGlance() : nextStep() else { continue }
            let limit = limits[task] ?? task.limits.lowerBound
            let begin = ContinuousClock.now
            let found = try look(task, limit: limit, session)
            limits[task] = task.limit(after: limit, took: .now - begin)
            counts.rows += Int64(found.rows)
            try judge(found.findings, of: task, session)
            if pass?.isDone == true { try endPass(session) }
            return true
        }
        return false
    }

    private func nextGlance() -> AuditTask? {
        let now = ContinuousClock.now
        for _ in glances {
            let task = glances.removeFirst()
            glances.append(task)
            if task == .accounts, tally == nil { continue }
            if let last = glanced[task], now - last < task.period { continue }
            glanced[task] = now
            return task
        }
        return nil
    }

    private func nextStep() -> AuditTask? {
        if let pass { return .pass(pass.next) }
        let now = ContinuousClock.now
        if let passBegan, now - passBegan < passEvery { return nil }
        passBegan = now
        pass = AuditPass()
        return .pass(.wallets)
    }

    private func look(
        _ task: AuditTask, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> AuditLook {
        switch task {
        case .pass: try pass?.step(limit: limit, session) ?? AuditLook()
        case .moved: try session.snapshot { () throws(DatabaseFailure) in try moved(limit: limit, session) }
        case .sweep: try session.snapshot { () throws(DatabaseFailure) in try swept(limit: limit, session) }
        case .accounts: try session.snapshot { () throws(DatabaseFailure) in try accounts(limit: limit, session) }
        }
    }

    private var recently: Timestamp {
        Timestamp(microseconds: WallClock.now().microseconds - Self.recentMicroseconds)
    }

    private func moved(limit: Int, _ session: Session) throws(DatabaseFailure) -> AuditLook {
        let first = max(lastMoved, IdentifierMint.lowest(at: recently).number)
        guard let found = try AuditStore.movedPayers(behind: first, limit: limit, session) else {
            return AuditLook()
        }
        let wallets = try AuditStore.wallets(of: found.payers, since: recently, session)
        lastMoved = found.last
        return AuditLook(rows: wallets.count, findings: wallets.flatMap(\.findings))
    }

    private func swept(limit: Int, _ session: Session) throws(DatabaseFailure) -> AuditLook {
        guard let range = try AuditStore.range(of: .wallets, after: lastSwept, limit: limit, session) else {
            lastSwept = 0
            return AuditLook()
        }
        // There is more: no need to wait for the next second.
        glanced[.sweep] = nil
        let wallets = try AuditStore.wallets(range, since: recently, session)
        lastSwept = range.last
        return AuditLook(rows: wallets.count, findings: wallets.flatMap(\.findings))
    }

    private func accounts(limit: Int, _ session: Session) throws(DatabaseFailure) -> AuditLook {
        if let look = try tally?.advance(limit: limit, session) {
            glanced[.accounts] = nil
            return look
        }
        return try tally?.compare(session) ?? AuditLook()
    }

    private func judge(
        _ findings: [AuditFinding], of task: AuditTask, _ session: Session
    ) throws(DatabaseFailure) {
        guard !findings.isEmpty else { return }
        let frozen = Set(try FreezeStore.open(session).map(\.account))
        counts.brokenAccounts = Int64(frozen.count)
        for finding in findings where finding.account.map({ !frozen.contains($0) }) ?? true {
            guard known.isNew(finding) else { continue }
            let verdict = try AuditVerdict.of(finding, freezes: true, session)
            switch verdict {
            case .whole:
                // The sums have missed something, and would again.
                if task == .accounts { tally = nil }
                if task == .pass(.accounts) { missesEntries = true }
                continue
            case .froze: counts.brokenAccounts += 1
            case .stands: known.add(finding)
            }
            counts.findings += 1
            report(verdict)
        }
    }

    private func endPass(_ session: Session) throws(DatabaseFailure) {
        guard let ended = pass else { return }
        pass = nil
        tally = missesEntries ? nil : ended.tally
        missesEntries = false
        counts.passes += 1
        counts.passRows = Int64(ended.allRows)
        if let passBegan { counts.passSeconds = Int64((ContinuousClock.now - passBegan) / .seconds(1)) }
        known.endPass()
        counts.brokenAccounts = Int64(try FreezeStore.open(session).count)
    }
}
