/// When a notification that was not accepted is tried again: 1, 3, 20, 60 and 120 minutes after the first try, as shops
/// of the epay protocol are told by their servers' documentation, and then every hour until a day is over.
enum EpaySchedule {
    static let maximumTries = minutes.count

    /// Of the tries, counted from the first.
    private static let minutes: [Int64] = [0, 1, 3, 20, 60, 120] + (3...24).map { $0 * 60 }

    /// Microseconds between a failed try, counted from 1, and the next one; nil after the last.
    static func pause(afterTry number: Int) -> Int64? {
        guard number < maximumTries else { return nil }
        return (minutes[number] - minutes[number - 1]) * 60_000_000
    }
}
