package import Values

/// How a payment is to wait for its batch window.
package struct QueueTerms: Equatable, Sendable {
    /// The window in which it is charged: the moment from which on that may happen.
    package let window: Timestamp
    /// Whether its money is set aside until then.
    package let reserves: Bool
    /// Minor units: how much a payer may owe to windows without money set aside; nil: as much as there is.
    package let exposureMinor: Int64?
    /// In how many windows it is tried before it is declined, 1 or more.
    package let tries: Int64

    /// Where nobody says anything else: the next half hour's window, nothing set aside, three tries.
    package static func usual(after now: Timestamp) -> QueueTerms {
        let half: Int64 = 1_800_000_000
        return QueueTerms(
            window: Timestamp(microseconds: (now.microseconds / half + 1) * half), reserves: false, exposureMinor: nil,
            tries: 3)
    }

    package init(window: Timestamp, reserves: Bool, exposureMinor: Int64?, tries: Int64) {
        self.window = window
        self.reserves = reserves
        self.exposureMinor = exposureMinor
        self.tries = tries
    }
}
