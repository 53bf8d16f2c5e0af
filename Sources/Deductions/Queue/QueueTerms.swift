package import Policies
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

    package init(window: Timestamp, reserves: Bool, exposureMinor: Int64?, tries: Int64) {
        self.window = window
        self.reserves = reserves
        self.exposureMinor = exposureMinor
        self.tries = tries
    }
}

extension PolicySchedule {
    /// How a payment waits that comes to a window's queue now.
    package func queue(at now: Timestamp) -> QueueTerms { version(at: now).policy.queue(at: now) }
}

extension Policy {
    /// How a payment waits that comes to a window's queue now.
    package func queue(at now: Timestamp) -> QueueTerms {
        QueueTerms(
            window: batch.window(for: now, in: zone), reserves: batch.reserves, exposureMinor: batch.exposure,
            tries: batch.tries)
    }
}
