/// When a webhook that was not accepted is tried again: sixteen tries within a day, with pauses that double from ten
/// seconds on until they reach four hours.
enum WebhookSchedule {
    static let maximumTries = 16

    private static let firstPauseMicroseconds: Int64 = 10_000_000
    private static let longestPauseMicroseconds: Int64 = 14_400_000_000

    /// Microseconds between a failed try, counted from 1, and the next one; nil after the last.
    ///
    /// `shortening`: thousandths by which the pause is shorter, 0 to 100. What failed together, as its receiver was
    /// away, is not tried again together.
    static func pause(afterTry number: Int, shortening: Int64) -> Int64? {
        guard number < maximumTries else { return nil }
        let pause = min(firstPauseMicroseconds << Int64(max(0, number - 1)), longestPauseMicroseconds)
        return pause - pause / 1_000 * shortening
    }
}
