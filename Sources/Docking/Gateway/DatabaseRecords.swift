package import Deductions
import Events
package import Ledger
package import MariaDB
import Payers
package import Threading
package import Values

/// The books as the database has them, read through a pool of sessions.
package struct DatabaseRecords: Records {
    private let sessions: SessionPool
    private let timekeeper: Timekeeper

    /// `desk`: where what is past its time is ended before it is shown.
    package init(_ sessions: SessionPool, _ desk: any CommandDesk) {
        self.sessions = sessions
        timekeeper = Timekeeper(sessions, desk)
    }

    /// What `body` reads, none of it past its time.
    private func present(
        _ deadline: Deadline, _ body: (Session) throws(DatabaseFailure) -> [Payment]
    ) throws(DatabaseFailure) -> [Payment] {
        let found = try sessions.with(deadline) { session throws(DatabaseFailure) in try body(session) }
        guard try timekeeper.end(found, deadline) else { return found }
        return try sessions.with(deadline) { session throws(DatabaseFailure) in try body(session) }
    }

    package func payment(
        _ id: Identifier, of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Payment? {
        let found = try present(deadline) { session throws(DatabaseFailure) in
            try PaymentStore.payments([id], session)
        }
        return found.first { $0.terms.merchant == merchant }
    }

    package func payments(_ filter: PaymentFilter, _ deadline: Deadline) throws(DatabaseFailure) -> [Payment] {
        try present(deadline) { session throws(DatabaseFailure) in try PaymentStore.payments(filter, session) }
    }

    package func captureTimes(
        of payments: [Identifier], _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Identifier: Timestamp] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try EventStore.captureTimes(of: payments, session)
        }
    }

    package func payment(
        outTradeNo: String, of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Payment? {
        try present(deadline) { session throws(DatabaseFailure) in
            try PaymentStore.payment(outTradeNo: outTradeNo, of: merchant, session).map { [$0] } ?? []
        }.first
    }

    package func paymentCounts(
        of merchant: Identifier, today: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PaymentCounts {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try PaymentStore.counts(of: merchant, today: today, session)
        }
    }

    package func refundTally(
        of payment: Identifier, numbered prefix: String, _ deadline: Deadline
    ) throws(DatabaseFailure) -> RefundTally {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try RefundStore.tally(of: payment, numbered: prefix, session)
        }
    }

    package func refund(
        _ id: Identifier, of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Refund? {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try RefundStore.refunds([id], session).first { $0.merchant == merchant }
        }
    }

    package func refund(
        numbered outRefundNo: [UInt8], of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Refund? {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try RefundStore.refund(numbered: outRefundNo, of: merchant, session)
        }
    }

    package func takings(
        of merchant: Identifier, _ currency: Currency, today: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> (today: Int64, yesterday: Int64) {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try PaymentStore.takings(of: merchant, currency, today: today, session)
        }
    }

    package func withdrawals(
        of merchant: Identifier, _ currency: Currency, limit: Int, offset: Int, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Withdrawal] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try WithdrawalStore.withdrawals(of: merchant, currency, limit: limit, offset: offset, session)
        }
    }

    package func redock(
        _ payment: Identifier, _ docking: [UInt8], _ deadline: Deadline
    ) throws(DatabaseFailure) {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try PaymentStore.redock(payment, docking, session)
        }
    }

    package func payer(
        _ id: Identifier, of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PayerView? {
        let found = try wallets(of: id, merchant, deadline)
        guard found?.wallets.contains(where: { $0.held > 0 }) == true, try timekeeper.endHolds(of: id, deadline) else {
            return found
        }
        return try wallets(of: id, merchant, deadline)
    }

    private func wallets(
        of id: Identifier, _ merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PayerView? {
        try sessions.with(deadline) { session throws(DatabaseFailure) -> PayerView? in
            guard let payer = try PayerStore.payers([id], session).first, payer.merchant == merchant else {
                return nil
            }
            return PayerView(payer: payer, wallets: try WalletStore.wallets(of: id, session))
        }
    }

    package func balances(
        of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [MerchantBalance] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try MerchantAccountStore.balances(of: merchant, session)
        }
    }

    package func events(
        of merchant: Identifier, after: Int64, limit: Int, _ deadline: Deadline
    ) throws(DatabaseFailure) -> EventPage {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            // The head first: what is read after it cannot be behind it.
            let head = try EventFeedStore.heads(of: [merchant], session)[merchant] ?? 0
            let entries = try EventFeedStore.entries(of: merchant, after: after, limit: limit, session)
            let numbers = try PaymentStore.numbers(of: Set(entries.map(\.event.payment)).sorted(), session)
            return EventPage(entries: entries, numbers: numbers, head: max(head, entries.last?.seq ?? 0))
        }
    }

    package func heads(
        of merchants: [Identifier], _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Identifier: Int64] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try EventFeedStore.heads(of: merchants, session)
        }
    }

    package func probe(_ deadline: Deadline) throws(DatabaseFailure) {
        _ = try sessions.with(deadline) { session throws(DatabaseFailure) in try session.query("SELECT 1").count }
    }
}
