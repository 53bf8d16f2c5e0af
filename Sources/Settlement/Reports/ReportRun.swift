import Deductions
import Disk
import Events
package import MariaDB
import Merchants
import OpenSSL
package import Values

/// Reports on a payout day. Every statement of the day is made anew and held against what was written then, and against
/// what lies in its place.
package struct ReportRun: Sendable {
    private let address: DatabaseAddress
    private let folder: StatementFolder

    private static let pageLength = 200

    /// `directory`: where statements lie.
    package init(_ address: DatabaseAddress, directory: String) {
        self.address = address
        folder = StatementFolder(path: directory)
    }

    /// `day`: nil for the last one that is over at `asOf`, or by now. `merchant`: nil for all. `recreates`: files that
    /// are missing or altered are written again.
    package func run(
        day: CivilDate?, asOf: Timestamp?, of merchant: Identifier?, recreates: Bool
    ) -> DayReport {
        var report = DayReport(day: day ?? CivilDate(daysSince1970: 0))
        do throws(DatabaseFailure) {
            // Sums over a whole day may take their time.
            let session = try Session(address, timeouts: .patient)
            defer { session.close() }
            let now = try WindowStore.clock(session)
            let last = PayoutCalendar.day(of: asOf ?? now).adding(days: -1)
            report = DayReport(day: day ?? last)
            try addSums(to: &report, of: merchant, session)
            try check(&report, of: merchant, recreates: recreates, session)
        } catch {
            report.failure = error
        }
        return report
    }

    private func addSums(
        to report: inout DayReport, of merchant: Identifier?, _ session: Session
    ) throws(DatabaseFailure) {
        let begin = PayoutCalendar.begin(of: report.day)
        let end = PayoutCalendar.begin(of: report.day.adding(days: 1))
        var parts: [Currency: DayReport.Part] = [:]
        func change(_ currency: Currency, _ change: (inout DayReport.Part) -> Void) {
            change(&parts[currency, default: DayReport.Part(currency: currency)])
        }
        for figures in try PaymentStore.figures(from: begin, to: end, of: merchant, session) {
            change(figures.currency) { $0.payments.append(figures) }
        }
        let ids = IdentifierMint.range(from: begin, to: end)
        for (currency, sums) in try FeedMoveStore.sums(from: begin, to: end, ids: ids, of: merchant, session) {
            change(currency) { ($0.captured, $0.refunded, $0.fees) = sums }
        }
        for (currency, sums) in try PayoutStore.sums(on: report.day, of: merchant, session) {
            change(currency) { ($0.payouts, $0.paid) = sums }
        }
        for (currency, sums) in try WithdrawalStore.sums(on: report.day, of: merchant, session) {
            change(currency) { ($0.withdrawals, $0.withdrawn) = sums }
        }
        report.parts = parts.values.sorted { $0.currency.code < $1.currency.code }
        report.windowsStopped = try WindowStore.stoppedCount(from: begin, to: end, of: merchant, session)
    }

    private func check(
        _ report: inout DayReport, of merchant: Identifier?, recreates: Bool, _ session: Session
    ) throws(DatabaseFailure) {
        var last: Payout?
        repeat {
            let page = try PayoutStore.payouts(on: report.day, behind: last, limit: Self.pageLength, session)
            let digests = try StatementStore.digests(of: page.map(\.id), session)
            let merchants = Dictionary(
                try MerchantStore.merchants(Set(page.map(\.merchant)).sorted(), session).map { ($0.id, $0) },
                uniquingKeysWith: { $1 })
            for payout in page where merchant == nil || merchant == payout.merchant {
                guard let owner = merchants[payout.merchant] else { continue }
                let statement = Statement(payout: payout, merchant: owner)
                report.statements += 1
                guard var fault = try fault(of: statement, digests[payout.id], session) else { continue }
                if recreates { try mend(&fault, statement, session) }
                report.faults.append(fault)
            }
            last = page.last
        } while last != nil
    }

    private func fault(
        of statement: Statement, _ written: [UInt8]?, _ session: Session
    ) throws(DatabaseFailure) -> StatementFault? {
        let path = folder.file(statement.payout, statement.merchant)
        guard let written else { return StatementFault(path: path, kind: .unwritten) }
        guard try statement.make(session, { _ in }) == written else {
            return StatementFault(path: path, kind: .contradicted)
        }
        let digest = RunningDigest()
        // A file that cannot be read is as good as none.
        guard (try? Folder.read(path) { digest.add($0) }) == true else {
            return StatementFault(path: path, kind: .missing)
        }
        return digest.finish() == written ? nil : StatementFault(path: path, kind: .altered)
    }

    /// Only what was written once is written again, and only as it was.
    private func mend(
        _ fault: inout StatementFault, _ statement: Statement, _ session: Session
    ) throws(DatabaseFailure) {
        guard fault.kind == .missing || fault.kind == .altered else { return }
        fault.isMended = try session.transaction { () throws(DatabaseFailure) in
            try PayoutDayStore.lock(statement.payout.merchant, statement.payout.day, session)
            var failure: DiskFailure?
            _ = try folder.write(statement, session, &failure)
            return failure == nil && (try? folder.sync([statement.payout.day])) != nil
        }
    }
}
