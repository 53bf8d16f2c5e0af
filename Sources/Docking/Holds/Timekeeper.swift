import Deductions
import MariaDB
import Threading
import Values

/// Ends what is past its time when somebody looks at it: nobody is shown a hold that is over, whether or not anything
/// has swept. What is past its time the database's clock says.
struct Timekeeper: Sendable {
    private let sessions: SessionPool
    private let desk: any CommandDesk

    init(_ sessions: SessionPool, _ desk: any CommandDesk) {
        self.sessions = sessions
        self.desk = desk
    }

    /// Ends those of these payments that wait or are held beyond their time; true: some were, and are others now.
    func end(_ payments: [Payment], _ deadline: Deadline) throws(DatabaseFailure) -> Bool {
        let open = payments.filter { $0.standing.state == .held || $0.standing.state == .pending }
        guard !open.isEmpty else { return false }
        let overdue = try sessions.with(deadline) { session throws(DatabaseFailure) in
            try OverdueStore.overdue(among: open.map(\.terms.id), session)
        }
        return end(overdue, deadline)
    }

    /// Ends a payer's holds that are beyond their time; true: there were such.
    func endHolds(of payer: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Bool {
        let overdue = try sessions.with(deadline) { session throws(DatabaseFailure) in
            try OverdueStore.holds(of: payer, session)
        }
        return end(overdue, deadline)
    }

    /// Where a lane cannot do it now, readers see what there is.
    private func end(_ overdue: [OverdueHold], _ deadline: Deadline) -> Bool {
        let postings = overdue.map { hold in
            desk.post(Expiry(payment: hold.payment, merchant: hold.merchant, isClosed: false))
        }
        var hasChanged = false
        for case .waiting(let ticket) in postings {
            if case .answered = ticket.verdict(deadline) { hasChanged = true }
        }
        return hasChanged
    }
}
