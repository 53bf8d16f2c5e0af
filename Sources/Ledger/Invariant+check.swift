package import MariaDB

extension Invariant {
    /// The names of the invariants that do not hold, each with the number of rows found to break it; none: the books
    /// are in order. `numbers`: only of these. Reads whole tables, each invariant in one statement, without locks.
    package static func violated(
        _ session: Session, of numbers: ClosedRange<Int> = 1...99
    ) throws(DatabaseFailure) -> [String] {
        var found: [String] = []
        for invariant in all where numbers.contains(invariant.number) {
            let rows = try session.query(invariant.violations)
            if !rows.isEmpty { found.append("\(invariant.name) (\(rows.count) rows)") }
        }
        return found
    }

    private var number: Int { Int(name.dropFirst().prefix(while: \.isNumber)) ?? 0 }
}
