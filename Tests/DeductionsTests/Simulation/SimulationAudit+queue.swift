import Deductions
import Ledger
import Values

extension SimulationAudit {
    /// A queued payment has its place; a place says what became of its payment; each window takes one try; what was
    /// posted for a window is the sum of its payments.
    func queue() -> [String] {
        var complaints: [String] = []
        for payment in tables.payments.values {
            let item = tables.items[payment.terms.id]
            if (payment.standing.state == .queued) != (item?.isOpen ?? false) {
                complaints.append("a payment is queued without a place, or has one and is not queued")
            }
        }
        var posted: [Identifier: Int64] = [:]
        for item in tables.items.values {
            if let posting = item.posting { posted[posting, default: 0] += item.money.minor }
            if let state = tables.payments[item.payment]?.standing.state, state != item.expected {
                complaints.append("a place in the queue says \(item.state), its payment is \(state)")
            }
        }
        for line in tables.entries where line.entry.account.kind == .wallet {
            guard let sum = posted.removeValue(forKey: line.entry.posting) else { continue }
            if sum != -line.entry.amount { complaints.append("a window's posting is not the sum of its payments") }
        }
        if !posted.isEmpty { complaints.append("charged at a window, but nothing was posted") }
        return complaints + tries()
    }

    private func tries() -> [String] {
        var last: [Identifier: QueuedItem] = [:]
        var complaints: [String] = []
        for item in tables.itemLog {
            defer { last[item.payment] = item }
            guard let before = last[item.payment] else { continue }
            if !before.isOpen { complaints.append("what had left the queue came back") }
            let used = before.tries - item.tries
            // One commit may hold several windows.
            let windows = (item.window.microseconds - before.window.microseconds) / 1_000_000
            if used != windows || (item.isOpen && used < 1) { complaints.append("a window did not take one try") }
        }
        return complaints
    }
}

extension QueuedItem {
    /// How the payment must stand.
    fileprivate var expected: PaymentState {
        switch state {
        case .waiting, .stopped: .queued
        case .posted, .promoted: .captured
        case .cancelled: .voided
        case .declined: .declined
        }
    }
}
