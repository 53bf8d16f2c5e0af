package import Deductions
import Disk
import Ledger
package import MariaDB
import Merchants
import Threading
package import Values

/// Pays merchants out for the days that are due, with a statement for each payout.
///
/// A run goes by chunks. It locks some merchants' days that nobody else works on, has the lanes pay them out, writes
/// their statements, and then ends them, in one transaction. What is paid is decided by the lanes, once for each
/// merchant, day and currency, and a statement always comes out the same: so whoever is killed, and however many run at
/// once, nothing is paid twice, and what is left is found by the next run.
package struct PayoutRun: Sendable {
    private let address: DatabaseAddress
    private let settings: EngineSettings
    private let folder: StatementFolder

    /// Merchants' days in one chunk.
    private static let daysAtOnce = 32

    /// `directory`: where statements lie.
    package init(_ address: DatabaseAddress, _ settings: EngineSettings, directory: String) {
        self.address = address
        self.settings = settings
        folder = StatementFolder(path: directory)
    }

    /// Pays out all days that ended `delayDays` days before the day of `asOf`, or of now, or earlier: 1 is the day
    /// before, 0 the day itself. `report` is told after each chunk.
    package func run(
        asOf: Timestamp?, delayDays: Int64, withdraws: Bool, _ report: (PayoutTally) -> Void
    ) -> PayoutTally {
        var tally = PayoutTally()
        let lanes = OrderDesk(address, settings)
        do throws(DatabaseFailure) {
            let session = try Session(address)
            defer { session.close() }
            let now = try WindowStore.clock(session)
            let day = PayoutCalendar.day(of: asOf ?? now).adding(days: -delayDays)
            tally.day = day
            tally.isUnsequenced = try !PositionWait.run(address, session)
            if !tally.isUnsequenced {
                try payAll(until: day, now, lanes, session, &tally, report)
            }
            if withdraws {
                try WithdrawalRun(folder: folder, day: day, now: now).run(lanes, session, &tally)
                report(tally)
            }
        } catch {
            tally.failure = error
        }
        lanes.stop()
        return tally
    }

    /// Of a merchant one day is open at a time: who is several days behind comes round again.
    private func payAll(
        until day: CivilDate, _ now: Timestamp, _ lanes: OrderDesk, _ session: Session, _ tally: inout PayoutTally,
        _ report: (PayoutTally) -> Void
    ) throws(DatabaseFailure) {
        let frozen = try MerchantAccountStore.frozenOwners(session)
        var opened = 0
        repeat {
            opened = try PayoutOpening(lastDay: day, now: now).run(session)
            CrashPoint.payoutOpened.pass()
            tally.expected = tally.days + (try PayoutDayStore.readyCounts(without: frozen, session).ready)
            while tally.diskFailure == nil, tally.retry == 0, try chunk(now, without: frozen, lanes, session, &tally) {
                report(tally)
            }
        } while opened > 0 && tally.diskFailure == nil && tally.retry == 0
        (tally.busy, tally.frozen) = try PayoutDayStore.readyCounts(without: frozen, session)
    }

    /// One chunk; false: there is nothing that is free.
    private func chunk(
        _ now: Timestamp, without frozen: [Identifier], _ lanes: OrderDesk, _ session: Session,
        _ tally: inout PayoutTally
    ) throws(DatabaseFailure) -> Bool {
        try session.transaction { () throws(DatabaseFailure) in
            let days = try PayoutDayStore.claim(limit: Self.daysAtOnce, without: frozen, session)
            guard !days.isEmpty else { return false }
            CrashPoint.payoutClaimed.pass()
            for outcome in try lanes.carryOut(orders(for: days, session)) {
                switch outcome {
                case .payout(let payout):
                    tally.payouts += 1
                    tally.paid[payout.paid.currency, default: 0] += payout.paid.minor
                default: tally.retry += 1
                }
            }
            // What met with another run's order is looked at again by the next run.
            guard tally.retry == 0 else { return true }
            CrashPoint.payoutPosted.pass()
            try writeStatements(of: days, now, session, &tally)
            guard tally.diskFailure == nil else { return true }
            try PayoutDayStore.finish(days, at: now, session)
            CrashPoint.payoutChecked.pass()
            tally.days += days.count
            return true
        }
    }

    /// What is still to be paid out of these days: one order for each currency in which the merchant's money moved.
    private func orders(for days: [PayoutDay], _ session: Session) throws(DatabaseFailure) -> [PayoutOrder] {
        let last = Dictionary(
            try PayoutStore.last(of: days.map(\.merchant), session).map { ($0.source, $0) }, uniquingKeysWith: { $1 })
        var orders: [PayoutOrder] = []
        for day in days {
            let lines = PayoutLines(merchant: day.merchant, firstSeq: day.firstSeq, lastSeq: day.lastSeq)
            for (currency, totals) in try lines.totals(session).sorted(by: { $0.key.number < $1.key.number }) {
                let before = last[AccountKey(day.merchant, .pending, currency)]
                guard before?.day != day.day else { continue }
                orders.append(
                    PayoutOrder(
                        merchant: day.merchant, currency: currency, day: day.day, after: before?.lastSeq ?? 0,
                        through: day.lastSeq, totals: totals))
            }
        }
        return orders
    }

    private func writeStatements(
        of days: [PayoutDay], _ now: Timestamp, _ session: Session, _ tally: inout PayoutTally
    ) throws(DatabaseFailure) {
        let merchants = Dictionary(
            try MerchantStore.merchants(days.map(\.merchant), session).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var written: [(payout: Identifier, sha256: [UInt8])] = []
        for day in days {
            guard let merchant = merchants[day.merchant] else { continue }
            for payout in try PayoutStore.payouts(of: day.merchant, on: day.day, session) {
                let statement = Statement(payout: payout, merchant: merchant)
                written.append((payout.id, try folder.write(statement, session, &tally.diskFailure)))
                tally.lines += payout.totals.lines
            }
        }
        guard tally.diskFailure == nil, !written.isEmpty else { return }
        do throws(DiskFailure) {
            try folder.sync(Set(days.map(\.day)))
        } catch {
            tally.diskFailure = error
            return
        }
        CrashPoint.statementRenamed.pass()
        try StatementStore.write(written, at: now, session)
        tally.statements += written.count
    }
}
