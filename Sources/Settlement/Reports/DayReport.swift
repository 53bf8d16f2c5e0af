package import Deductions
package import MariaDB
package import Values

/// What happened on a payout day.
package struct DayReport: Sendable {
    /// What happened in one currency; amounts in minor units.
    package struct Part: Sendable {
        package let currency: Currency
        /// The payments that were made on the day, by mode and by what they are now.
        package internal(set) var payments: [PaymentFigures] = []
        package internal(set) var captured: Int64 = 0
        package internal(set) var refunded: Int64 = 0
        package internal(set) var fees: Int64 = 0
        package internal(set) var payouts: Int64 = 0
        package internal(set) var paid: Int64 = 0
        package internal(set) var withdrawals: Int64 = 0
        package internal(set) var withdrawn: Int64 = 0

        init(currency: Currency) { self.currency = currency }
    }

    package let day: CivilDate
    /// By the currency's code.
    package internal(set) var parts: [Part] = []
    /// Windows of the day of which something waits for an operator.
    package internal(set) var windowsStopped: Int64 = 0
    /// The day's statements that were looked at.
    package internal(set) var statements = 0
    /// Those of them that are not what they should be.
    package internal(set) var faults: [StatementFault] = []
    /// Why the report went no further; nil: it came to its end.
    package internal(set) var failure: DatabaseFailure?

    /// Whether every statement is what it should be, or is so again.
    package var isSound: Bool { faults.allSatisfy(\.isMended) }
}
