/// What came of one payer's payments at a window.
package struct WindowTally: Equatable, Sendable {
    package var charged = 0
    /// Minor units of what was charged.
    package var amount: Int64 = 0
    /// Left for the next window.
    package var postponed = 0
    package var declined = 0

    package init() {}
}
