/// What waits for a window, in figures.
package struct WindowFigures: Equatable, Sendable {
    package var count: Int64
    /// Minor units, all together.
    package var amount: Int64
    /// Payers whom no window of the merchant has charged before.
    package var newPayers: Int64
    /// Minor units of the largest payment.
    package var largest: Int64

    package init(count: Int64, amount: Int64, newPayers: Int64, largest: Int64) {
        self.count = count
        self.amount = amount
        self.newPayers = newPayers
        self.largest = largest
    }
}
