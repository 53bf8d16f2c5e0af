import Deductions
import Ledger
import Values

extension SimulationAudit {
    /// Whether an answer of an order for a payout or a withdrawal is what is stored.
    func isStored(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .payout(let payout): tables.payouts.contains(payout)
        case .withdrawal(let withdrawal): tables.withdrawals.contains(withdrawal)
        default: true
        }
    }

    /// What orders for payouts and withdrawals did, told from what they left.
    func payouts() -> [Doing] {
        tables.payouts.map { payout in
            let order = PayoutOrder(
                merchant: payout.merchant, currency: payout.paid.currency, day: payout.day,
                after: payout.firstSeq - 1, through: payout.lastSeq, totals: payout.totals)
            return doing(payout.id, order)
        }
            + tables.withdrawals.map { withdrawal in
                let order = WithdrawalOrder(
                    merchant: withdrawal.merchant, currency: withdrawal.money.currency, day: withdrawal.day)
                return doing(withdrawal.id, order)
            }
    }

    private func doing(_ id: Identifier, _ order: any Command) -> Doing {
        Doing(commit: tables.payoutCommits[id] ?? 0, object: id, deed: .command(order))
    }
}
