import Deductions
import Values

/// A command of a race as a line of words, for the process that hands it in.
enum RaceOrder {
    /// What the other process reads.
    static func text(_ command: any Command) -> String {
        let words: [Any]
        switch command {
        case let order as Charge:
            words = [
                "charge", order.merchant.number, order.terms.payer?.number ?? 0, order.terms.money.minor,
                order.caps?.minor[.cny] ?? 0, key(order),
            ]
        case let order as CaptureOrder:
            words = [
                "capture", order.merchant.number, order.payment.number, order.amount ?? 0, order.isFinal, key(order),
            ]
        case let order as IncrementOrder:
            words = ["increment", order.merchant.number, order.payment.number, order.amount, key(order)]
        case let order as VoidOrder: words = ["void", order.merchant.number, order.payment.number, key(order)]
        case let order as CancelOrder: words = ["cancel", order.merchant.number, order.payment.number, key(order)]
        case let order as PromoteOrder: words = ["promote", order.merchant.number, order.payment.number, key(order)]
        case let order as RefundOrder:
            words = ["refund", order.merchant.number, order.payment.number, order.amount ?? 0, key(order)]
        case let order as Expiry: words = ["expiry", order.merchant.number, order.payment.number]
        case let order as WindowCharge:
            words =
                ["window", order.merchant.number, order.payer.number, order.window.microseconds / 1_000_000]
                + order.payments.map { $0.number as Any }
        default: preconditionFailure("no race has such a command")
        }
        return words.map { "\($0)" }.joined(separator: " ")
    }

    private static func key(_ command: any Command) -> String {
        String(decoding: command.claim?.name.key ?? [], as: UTF8.self)
    }

    /// What `text` wrote; nil: something else.
    static func command(_ text: Substring) -> (any Command)? {
        let words = text.split(separator: " ").map(String.init)
        let numbers = words.map { Int64($0) ?? 0 }
        guard words.count > 2, let kind = words.first, let key = words.last else { return nil }
        let (merchant, second) = (Identifier(numbers[1]), Identifier(numbers[2]))
        let claim = Order.claim(merchant, .post, key, 1)
        switch kind {
        case "charge":
            return Order.charge(merchant, second, numbers[3], no: key, cap: numbers[4] == 0 ? nil : numbers[4])
        case "capture":
            return CaptureOrder(
                merchant: merchant, payment: second, amount: numbers[3] == 0 ? nil : numbers[3],
                isFinal: words[4] == "true", claim: claim, nonce: nil)
        case "increment":
            return IncrementOrder(merchant: merchant, payment: second, amount: numbers[3], claim: claim, nonce: nil)
        case "void": return VoidOrder(merchant: merchant, payment: second, claim: claim, nonce: nil)
        case "cancel": return CancelOrder(merchant: merchant, payment: second, claim: claim, nonce: nil)
        case "promote": return PromoteOrder(merchant: merchant, payment: second, claim: claim, nonce: nil)
        case "refund": return Order.refund(merchant, second, numbers[3] == 0 ? nil : numbers[3], no: key)
        case "expiry": return Expiry(payment: second, merchant: merchant, isClosed: false)
        case "window":
            return WindowCharge(
                merchant: merchant, payer: second, window: Order.window(numbers[3]),
                payments: numbers[4...].map(Identifier.init), nextWindow: Order.window(numbers[3] + 1))
        default: return nil
        }
    }
}
