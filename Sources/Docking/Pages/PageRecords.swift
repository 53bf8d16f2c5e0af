package import MariaDB
import Channels
import Deductions
import Ledger
import Merchants
import Payers
import Threading
import Policies
import Values

/// What payers are shown of the books. Whoever asks has been found to be the payer, or knows the payment's number.
package struct PageRecords: Sendable {
    private let sessions: SessionPool
    private let timekeeper: Timekeeper

    /// `desk`: where what is past its time is ended before it is shown.
    package init(_ sessions: SessionPool, _ desk: any CommandDesk) {
        self.sessions = sessions
        timekeeper = Timekeeper(sessions, desk)
    }

    /// A payment with its shop; nil: there is none.
    func bill(_ id: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Bill? {
        let found = try look(id, deadline)
        guard let found, try timekeeper.end([found.payment], deadline) else { return found }
        return try look(id, deadline)
    }

    private func look(_ id: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Bill? {
        try sessions.with(deadline) { session throws(DatabaseFailure) -> Bill? in
            guard let payment = try PaymentStore.payments([id], session).first,
                let merchant = try MerchantStore.merchant(payment.terms.merchant, session)
            else { return nil }
            return Bill(
                payment: payment, merchant: merchant, policies: try PolicyStore.schedule(of: merchant.id, session))
        }
    }

    /// Ends those of a payer's holds that are past their time.
    func endHolds(of payer: Identifier, _ deadline: Deadline) throws(DatabaseFailure) {
        _ = try timekeeper.endHolds(of: payer, deadline)
    }

    /// What channels reported for a payment, oldest first.
    func receipts(
        of payment: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [ChannelReceipt] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try ReceiptStore.receipts(of: payment, session)
        }
    }

    /// A payer with its wallets.
    func payer(_ id: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> PayerView? {
        try sessions.with(deadline) { session throws(DatabaseFailure) -> PayerView? in
            guard let payer = try PayerStore.payers([id], session).first else { return nil }
            return PayerView(payer: payer, wallets: try WalletStore.wallets(of: id, session))
        }
    }

    /// The entry by which a payer paid.
    func entry(
        _ payment: Payment, of payer: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Entry? {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try EntryStore.walletEntry(
                of: payer, for: payment.terms.id, since: payment.terms.createdAt, session)
        }
    }

    /// The merchant that payers know by this number.
    func merchant(pid: Int64, _ deadline: Deadline) throws(DatabaseFailure) -> Merchant? {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try MerchantStore.merchant(pid: pid, session)
        }
    }

    /// A payer's statement, newest first, behind a place, and one line more than fits on a page if there is one.
    func statement(
        of payer: Identifier, behind place: StatementPlace?, limit: Int, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [StatementLine] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            let entries = try EntryStore.walletEntries(of: payer, behind: place, limit: limit, session)
            let objects = Set(entries.map(\.object)).sorted()
            guard !objects.isEmpty else { return [] }
            let refunds = try RefundStore.refunds(objects, session)
            let payments = try PaymentStore.payments(objects + refunds.map(\.payment), session)
            let shops = try Self.names(payments.map(\.terms.merchant), session)
            let goods = Dictionary(payments.map { ($0.terms.id, $0.terms) }, uniquingKeysWith: { $1 })
            let refunded = Dictionary(refunds.map { ($0.id, $0.payment) }, uniquingKeysWith: { $1 })
            return entries.map { entry in
                let terms = goods[refunded[entry.object] ?? entry.object]
                return StatementLine(
                    entry: entry, isRefund: refunded[entry.object] != nil, goods: terms?.subject,
                    shop: terms.flatMap { shops[$0.merchant] })
            }
        }
    }

    /// A payer's open holds, each with the goods and the shop's name.
    func holds(
        of payer: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [HoldLine] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            let holds = try OpenHoldStore.holds(of: payer, session)
            guard !holds.isEmpty else { return [] }
            let payments = try PaymentStore.payments(holds.map(\.payment), session)
            let shops = try Self.names(payments.map(\.terms.merchant), session)
            let terms = Dictionary(payments.map { ($0.terms.id, $0.terms) }, uniquingKeysWith: { $1 })
            return holds.compactMap { hold in
                guard let terms = terms[hold.payment] else { return nil }
                return HoldLine(
                    hold: hold, goods: terms.subject, shop: shops[terms.merchant] ?? "", merchant: terms.merchant,
                    awaitsPayer: terms.hold?.capturer == .payer)
            }
        }
    }

    private static func names(
        _ merchants: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: String] {
        guard !merchants.isEmpty else { return [:] }
        let found = try MerchantStore.merchants(Set(merchants).sorted(), session)
        return Dictionary(found.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    }
}
