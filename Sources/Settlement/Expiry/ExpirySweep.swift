package import Deductions
import Ledger
package import MariaDB
import Threading

/// Ends what is past its time: holds, and payments that nobody came to pay. The database's clock alone says what is.
///
/// Every end is a command of its own that looks at the payment again, locked. So any number of sweeps may run at once,
/// and one may die at any moment: what it left is found by the next.
package struct ExpirySweep: Sendable {
    private let address: DatabaseAddress
    private let settings: EngineSettings

    /// Commands that wait at once: fewer than one merchant may have in one mailbox.
    private static let pageLength = 200
    private static let patienceMilliseconds = 20_000

    /// The two lists of what may be overdue.
    private enum List: CaseIterable {
        case holds, pending

        func page(after last: DuePayment?, _ session: Session) throws(DatabaseFailure) -> [DuePayment] {
            switch self {
            case .holds: try SweepStore.holds(after: last, limit: pageLength, session)
            case .pending: try SweepStore.pending(after: last, limit: pageLength, session)
            }
        }
    }

    package init(_ address: DatabaseAddress, _ settings: EngineSettings) {
        self.address = address
        self.settings = settings
    }

    /// Goes through both lists once; a database that fails ends the sweep. `report` is told after each page;
    /// `countsFirst`: how much there is to do, too.
    package func run(countsFirst: Bool, _ report: (ExpiryTally) -> Void) -> ExpiryTally {
        var tally = ExpiryTally()
        // Made when needed: each engine's lanes leave a row in the database, and most sweeps find nothing.
        var engine: Engine?
        do throws(DatabaseFailure) {
            let session = try Session(address)
            defer { session.close() }
            if countsFirst { tally.expected = try SweepStore.count(session) }
            // A hold in a frozen wallet stays as it is: nothing would come of it, sweep after sweep.
            let frozen = Set(try FreezeStore.open(session).map(\.account))
            for list in List.allCases {
                var page = try list.page(after: nil, session)
                while let last = page.last {
                    let due = page.filter { $0.purse.map { !frozen.contains($0) } ?? true }
                    let unended = tally.retry
                    if !due.isEmpty {
                        let lanes = engine ?? Engine(settings, address: address)
                        engine = lanes
                        Self.end(due, of: list, lanes, &tally)
                    }
                    tally.frozen += page.count - due.count
                    report(tally)
                    if !due.isEmpty, tally.retry - unended == due.count {
                        throw DatabaseFailure(kind: .connectionLost, message: "the lanes ended nothing of a page")
                    }
                    page = try list.page(after: last, session)
                }
            }
        } catch {
            tally.failure = error
        }
        engine?.stop()
        return tally
    }

    private static func end(_ page: [DuePayment], of list: List, _ engine: Engine, _ tally: inout ExpiryTally) {
        let postings = page.map {
            engine.post(Expiry(payment: $0.payment, merchant: $0.merchant, isClosed: false))
        }
        let deadline = Deadline.milliseconds(patienceMilliseconds)
        for posting in postings {
            let verdict =
                switch posting {
                case .waiting(let ticket): ticket.verdict(deadline)
                case .refused(let refusal): refusal
                }
            switch (verdict, list) {
            case (.answered(.refused, _), _): tally.notOver += 1
            case (.answered, .holds): tally.holds += 1
            case (.answered, .pending): tally.pending += 1
            case (.overloaded, _), (.overQuota, _), (.unavailable, _), (.stale, _), (.unresolved, _):
                tally.retry += 1
            }
        }
    }
}
