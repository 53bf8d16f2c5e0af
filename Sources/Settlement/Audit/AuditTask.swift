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

    /// How long a look should take.
    private static let target: Duration = .milliseconds(50)

    /// Between which numbers of rows a look stays. Fewer would do little but go to the database and back where that is
    /// slow; of wallets, some have a long history.
    var limits: ClosedRange<Int> {
        switch self {
        case .pass(.wallets), .sweep: 100...5_000
        case .moved: 500...2_000
        case .pass, .accounts: 2_000...20_000
        }
    }

    /// How long after one look, or one round of them, the next is due. Not of passes.
    var period: Duration {
        switch self {
        case .moved, .pass: .seconds(1)
        case .accounts: .seconds(3)
        case .sweep: .seconds(10)
        }
    }

    /// How many rows to look at next when so many took so long.
    func limit(after limit: Int, took duration: Duration) -> Int {
        let wanted = Int64(limit) * Self.target.microseconds / max(duration.microseconds, 1)
        // No more than twice as many: a few cheap rows say little of those behind them.
        return min(max(Int(min(wanted, Int64(limit) * 2)), limits.lowerBound), limits.upperBound)
    }
}

extension Duration {
    fileprivate var microseconds: Int64 { Int64(self / .microseconds(1)) }
}
