/// When a notification that was not accepted is tried again: after 1, 3, 20, 60 and 120 minutes, as shops of the epay
/// protocol are told by their servers' documentation. With the first one that makes six tries.
enum EpaySchedule {
    static let maximumTries = pausesMinutes.count + 1

    private static let pausesMinutes: [Int64] = [1, 3, 20, 60, 120]

    /// Microseconds between a failed try, counted from 1, and the next one; nil after the last.
    static func pause(afterTry number: Int) -> Int64? {
        guard number < maximumTries else { return nil }
        return pausesMinutes[number - 1] * 60_000_000
    }
}
