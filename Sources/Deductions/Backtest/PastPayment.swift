package import Values

/// What a backtest needs to know of a payment.
package struct PastPayment: Equatable, Sendable {
    package let money: Money
    package let scenario: String?
    /// What the caller wrote; nil for nothing.
    package let requestedMode: String?
    /// How it really went.
    package let mode: Mode
    package let createdAt: Timestamp

    package init(money: Money, scenario: String?, requestedMode: String?, mode: Mode, createdAt: Timestamp) {
        self.money = money
        self.scenario = scenario
        self.requestedMode = requestedMode
        self.mode = mode
        self.createdAt = createdAt
    }
}
