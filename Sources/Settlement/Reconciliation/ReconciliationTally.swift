package import Values

/// What a statement and our records came to.
package struct ReconciliationTally: Equatable, Sendable {
    /// One kind of trade in one currency.
    package struct Sum: Hashable, Sendable {
        package let kind: TradeKind
        package let currency: Currency
    }

    /// The comparison's number.
    package internal(set) var id: Int64 = 0
    /// Whether the same file was compared before: this is what it came to then.
    package internal(set) var isRepeated = false
    package internal(set) var lines: Int64 = 0
    package internal(set) var matched: Int64 = 0
    /// Those that differ as operators have accepted.
    package internal(set) var settled: Int64 = 0
    package internal(set) var missingHere: Int64 = 0
    package internal(set) var missingThere: Int64 = 0
    package internal(set) var different: Int64 = 0
    /// Minor units: of the statement, and of our records of the same time.
    package internal(set) var theirs: [Sum: Int64] = [:]
    package internal(set) var ours: [Sum: Int64] = [:]
    /// Differences of the channel that are not resolved.
    package internal(set) var unresolved: Int64 = 0

    mutating func count(_ comparison: Comparison) {
        switch comparison {
        case .matched: matched += 1
        case .settled: settled += 1
        case .differs(nil, _): missingHere += 1
        case .differs(_, nil): missingThere += 1
        case .differs: different += 1
        }
    }
}
