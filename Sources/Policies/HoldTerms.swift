/// How a payment is to be held before it is captured.
package struct HoldTerms: Equatable, Sendable {
    /// Who turns the hold into a capture.
    package enum Capturer: String, Sendable, CaseIterable {
        case merchant
        /// Whoever pays, once the goods are there; the merchant can let go, not take.
        case payer
        /// Nobody: what is held when its time is over is captured then, not released.
        case auto
    }

    package static let longestSeconds: Int64 = 2_592_000
    package static let usual = HoldTerms(seconds: 604_800, capturer: .merchant)

    /// Counted from the moment the money is set aside.
    package let seconds: Int64
    package let capturer: Capturer

    package init(seconds: Int64, capturer: Capturer) {
        self.seconds = seconds
        self.capturer = capturer
    }
}
