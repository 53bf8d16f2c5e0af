/// What the books are looked at for in turn.
enum AuditTask: Hashable {
    /// The next rows of a whole pass.
    case pass(AuditStage)
    /// Wallets that have just been moved.
    case moved
    /// All wallets, one after the other, without their whole history.
    case sweep
    /// Merchants' and the system's accounts, by the sums of the last pass and what has come since.
    case accounts

    /// How many rows at once, before it is known how long they take.
    static let firstLimit = 200
    static let limits = 50...20_000
    /// How long a look should take.
    static let target: Duration = .milliseconds(25)

    /// How many rows to look at next when these took so long.
    static func limit(after limit: Int, took duration: Duration) -> Int {
        let wanted = Int64(limit) * target.microseconds / max(duration.microseconds, 1)
        // No more than twice as many: a few cheap rows say little of those behind them.
        return min(max(Int(min(wanted, Int64(limit) * 2)), limits.lowerBound), limits.upperBound)
    }
}

extension Duration {
    fileprivate var microseconds: Int64 { Int64(self / .microseconds(1)) }
}
