import Values

/// What a channel and our records say of one trade, held against each other. Pure.
enum Comparison: Equatable {
    case matched
    /// They differ as they did when two operators said that it may stay so.
    case settled
    case differs(ours: Money?, theirs: Money?)

    /// `known`: all differences there ever were of the trade.
    init(record: Money?, theirs: Money?, known: [Difference]) {
        let ours = Self.adjusted(record, by: known)
        if ours == theirs {
            self = .matched
        } else if known.contains(where: { $0.isAccepted && $0.ours == ours && $0.theirs == theirs }) {
            self = .settled
        } else {
            self = .differs(ours: ours, theirs: theirs)
        }
    }

    /// A record with what was adjusted since: each adjustment made of what was ours what is theirs.
    private static func adjusted(_ record: Money?, by known: [Difference]) -> Money? {
        var sums: [Currency: Int64] = [:]
        if let record { sums[record.currency, default: 0] += record.minor }
        for difference in known where difference.isAdjusted {
            if let theirs = difference.theirs { sums[theirs.currency, default: 0] += theirs.minor }
            if let ours = difference.ours { sums[ours.currency, default: 0] -= ours.minor }
        }
        let left = sums.filter { $0.value != 0 }
        // More than one currency is left only where a record came behind an adjustment to another one.
        guard left.count < 2 else { return record }
        return left.first.map { Money($0.value, $0.key) }
    }
}
