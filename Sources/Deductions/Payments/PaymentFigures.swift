package import Values

/// How many payments of a day were made in one currency and mode and are in one state.
package struct PaymentFigures: Equatable, Sendable {
    package let currency: Currency
    package let mode: Mode
    package let state: PaymentState
    package let count: Int64
    /// Minor units of what was asked for.
    package let amount: Int64
}
