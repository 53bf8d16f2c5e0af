import Channels
import Events
import Ledger
package import MariaDB
import Payers
package import Values

/// First answers, built again from what the first run wrote.
package enum AnswerStore {
    /// The outcomes by the object that the first run made.
    package static func answers(
        _ claims: [StoredClaim], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: Outcome] {
        func objects(_ kind: AnswerKind) -> [Identifier] { claims.filter { $0.answer == kind }.map(\.object) }
        var outcomes: [Identifier: Outcome] = [:]
        let events = objects(.paymentEvent)
        if !events.isEmpty { try addPayments(events, &outcomes, session) }
        let refunds = objects(.refund)
        if !refunds.isEmpty {
            // What goes back to a channel was on its way when it was answered first, whatever has become of it since.
            let slow = Set(try ReturnStore.returns(refunds, session).map(\.id))
            for refund in try RefundStore.refunds(refunds, session) {
                outcomes[refund.id] = .refund(slow.contains(refund.id) ? refund.in(.pending) : refund)
            }
        }
        let receipts = objects(.receipt)
        if !receipts.isEmpty {
            for receipt in try ReceiptStore.receipts(receipts, session) { outcomes[receipt.id] = .receipt(receipt) }
        }
        let topups = objects(.topup)
        if !topups.isEmpty {
            for topup in try TopupStore.topups(topups, session) { outcomes[topup.id] = .topup(topup) }
        }
        let adjustments = objects(.adjustment)
        if !adjustments.isEmpty {
            for adjustment in try AdjustmentStore.adjustments(adjustments, session) {
                outcomes[adjustment.id] = .adjustment(adjustment)
            }
        }
        let credits = objects(.credit)
        if !credits.isEmpty {
            for line in try CreditStore.lines(credits, session) { outcomes[line.id] = .credit(line) }
        }
        let payers = objects(.payer)
        if !payers.isEmpty { try addPayers(payers, &outcomes, session) }
        return outcomes
    }

    private static func addPayments(
        _ ids: [Identifier], _ outcomes: inout [Identifier: Outcome], _ session: Session
    ) throws(DatabaseFailure) {
        let events = try EventStore.events(ids, session)
        let payments = Dictionary(
            try PaymentStore.payments(Set(events.map(\.payment)).sorted(), session).map { ($0.terms.id, $0) },
            uniquingKeysWith: { $1 })
        for event in events {
            if let payment = payments[event.payment] { outcomes[event.id] = .payment(payment.asOf(event)) }
        }
    }

    /// A payer as it was made: active, with an empty wallet.
    private static func addPayers(
        _ ids: [Identifier], _ outcomes: inout [Identifier: Outcome], _ session: Session
    ) throws(DatabaseFailure) {
        for payer in try PayerStore.payers(ids, session) {
            var first = payer
            first.state = .active
            let wallets = try WalletStore.wallets(of: payer.id, session).prefix(1)
            outcomes[payer.id] = .payer(
                PayerView(
                    payer: first, wallets: wallets.map { Wallet(payer: payer.id, currency: $0.currency) }))
        }
    }
}
