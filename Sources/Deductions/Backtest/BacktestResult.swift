import Policies
package import Values

/// What a backtest found.
package struct BacktestResult: Equatable, Sendable {
    /// What would have gone one way.
    package struct Part: Equatable, Sendable {
        package var count: Int64 = 0
        /// Minor units.
        package var amount: Int64 = 0
    }

    /// What would have become of the payments of one currency.
    package struct Sum: Equatable, Sendable {
        package var modes: [Mode: Part] = [:]
        /// How many would have been declined as too large.
        package var tooLarge: Int64 = 0
        /// The windows in which something would have been charged.
        package var windows: Set<Timestamp> = []
        /// Minor units.
        package var fees: Int64 = 0
        /// How much would have lain aside on average, minor units, if every hold had run its time.
        package var atRest: Int64 = 0
    }

    package var examined: Int64 = 0
    /// Whether that was all there is.
    package var isComplete = true
    /// How many would have gone another way than they did.
    package var changed: Int64 = 0
    package var currencies: [Currency: Sum] = [:]

    package init() {}

    mutating func add(_ payment: PastPayment, _ decision: PolicyDecision, fee: Int64) {
        examined += 1
        var sum = currencies[payment.money.currency] ?? Sum()
        if decision.isTooLarge {
            sum.tooLarge += 1
        } else {
            sum.modes[decision.mode, default: Part()].count += 1
            sum.modes[decision.mode, default: Part()].amount += payment.money.minor
            sum.fees += fee
            if let window = decision.window { sum.windows.insert(window) }
            if decision.mode != payment.mode { changed += 1 }
        }
        currencies[payment.money.currency] = sum
    }
}
