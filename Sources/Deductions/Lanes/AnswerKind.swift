import Values

/// What a command makes, and with it where its first answer is found again.
package enum AnswerKind: Int64, Sendable {
    /// A payment as an event left it.
    case paymentEvent = 1
    case refund = 2
    case topup = 3
    case payer = 4
    case receipt = 5
    case adjustment = 6
    case credit = 7
}
