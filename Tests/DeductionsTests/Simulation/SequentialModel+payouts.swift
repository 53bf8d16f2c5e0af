import Deductions
import Ledger
import Values

/// Money on its way out. Only orders that had an effect are part of the history.
extension SequentialModel {
    mutating func run(_ order: PayoutOrder) -> Expectation {
        let pending = AccountKey(order.merchant, .pending, order.currency)
        let last = paidOut[pending]
        guard order.after == last?.seq ?? 0, last.map({ $0.day < order.day }) ?? true else {
            return .refused(.stateConflict)
        }
        let due = (last?.carry ?? 0) + order.totals.pending
        let amount = due < 0 ? 0 : min(due, balances[pending, default: 0])
        balances[pending, default: 0] -= amount
        balances[AccountKey(order.merchant, .available, order.currency), default: 0] += amount
        paidOut[pending] = (order.day, order.through, due - amount)
        return .payout(amount, carry: due - amount)
    }

    mutating func run(_ order: WithdrawalOrder) -> Expectation {
        let available = AccountKey(order.merchant, .available, order.currency)
        let amount = balances[available, default: 0]
        guard amount > 0, withdrawn[available].map({ $0 < order.day }) ?? true else {
            return .refused(.stateConflict)
        }
        balances[available] = 0
        withdrawn[available] = order.day
        return .withdrawal(amount)
    }
}
