import Deductions
import Values

extension SimulationAudit {
    /// What was charged on a day is the sum of the payments that count on it, in the tables and in the model.
    func caps(_ model: SequentialModel) -> [String] {
        var complaints: [String] = []
        var charged: [MerchantDay.Key: Int64] = [:]
        for payment in tables.payments.values {
            guard let key = payment.day else { continue }
            let standing = payment.standing
            let isOwed = standing.state == .queued && standing.held == 0
            charged[key, default: 0] += standing.captured + standing.held + (isOwed ? payment.terms.money.minor : 0)
        }
        for key in Set(charged.keys).union(tables.days.keys) {
            let used = tables.days[key]?.used ?? 0
            if used != charged[key] ?? 0 { complaints.append("a day's sum is not that of its payments") }
            if used != model.charged(on: key.day, of: key.merchant) {
                complaints.append("a day's sum is not what it is in the model")
            }
        }
        return complaints
    }
}
