package import MariaDB

extension Invariant {
    /// The names of the invariants that do not hold, each with the number of rows found to break it; none: the books
    /// are in order. Reads whole tables, without locks: for tests and benches on a database at rest.
    package static func violated(_ session: Session) throws(DatabaseFailure) -> [String] {
        var found: [String] = []
        for invariant in all {
            let rows = try session.query(invariant.violations)
            if !rows.isEmpty { found.append("\(invariant.name) (\(rows.count) rows)") }
        }
        return found
    }
}
