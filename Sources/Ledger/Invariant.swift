package import MariaDB

/// Something that is true of the books at every moment, as a query that must find nothing.
package struct Invariant: Sendable {
    /// Its number in the list of invariants, then what it says.
    package let name: String
    /// Returns the rows that break it.
    package let violations: SQL
}
