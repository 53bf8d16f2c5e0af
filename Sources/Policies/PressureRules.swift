/// What becomes of real-time payments while more arrive than can be carried out.
package struct PressureRules: Equatable, Sendable {
    /// Whether those of payers who have paid before wait for a window; others are turned away when nothing more fits.
    package var queues = false
    /// From how full a mailbox on, in percent.
    package var thresholdPercent: Int64 = 50

    package init() {}
}
