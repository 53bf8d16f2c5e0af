import Deductions
import Disk
import Ledger
import MariaDB
import Merchants
import Values

/// Sends what merchants have in `available` on its way to them, once a day, and lists it for whoever carries it out.
/// A suspended merchant keeps its money here.
struct WithdrawalRun {
    let folder: StatementFolder
    let day: CivilDate
    let now: Timestamp

    private static let pageLength = 200

    func run(_ lanes: OrderDesk, _ session: Session, _ tally: inout PayoutTally) throws(DatabaseFailure) {
        var last: AccountKey?
        repeat {
            let page = try MerchantAccountStore.withAvailable(behind: last, limit: Self.pageLength, session)
            let active = Set(
                try MerchantStore.merchants(page.map(\.owner), session).filter { $0.state == .active }.map(\.id))
            let orders = page.filter { active.contains($0.owner) }.map {
                WithdrawalOrder(merchant: $0.owner, currency: $0.currency, day: day)
            }
            for outcome in try lanes.carryOut(orders) {
                // Whoever had something a moment ago may have spent it, or be ahead of us by a day.
                guard case .withdrawal(let withdrawal) = outcome else { continue }
                // One that was sent before counts then.
                guard withdrawal.createdAt >= now else { continue }
                tally.withdrawals += 1
                tally.withdrawn[withdrawal.money.currency, default: 0] += withdrawal.money.minor
            }
            CrashPoint.withdrawalPosted.pass()
            last = page.last
        } while last != nil
        try writeList(session, &tally)
    }

    private func writeList(_ session: Session, _ tally: inout PayoutTally) throws(DatabaseFailure) {
        try session.transaction { () throws(DatabaseFailure) in
            try WithdrawalListStore.lock(day, session)
            let path = folder.withdrawals(day)
            let digest = try folder.write(
                path, day, CrashPoint.withdrawalListWritten, &tally.diskFailure
            ) { piece throws(DatabaseFailure) in try WithdrawalList(day: day).make(session, piece) }
            guard tally.diskFailure == nil else { return }
            do throws(DiskFailure) {
                try folder.sync([day])
            } catch {
                tally.diskFailure = error
                return
            }
            try WithdrawalListStore.write(day, sha256: digest, at: now, session)
            tally.withdrawalList = (path, digest)
        }
    }
}
