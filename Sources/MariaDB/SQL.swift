/// A statement with its values apart: `"SELECT balance FROM wallet WHERE id = \(id)"` becomes `… id = ?` and one bound
/// value. Text can only come from literals in the source (its literal type is `StaticString`), so nothing that was
/// computed or received can ever become part of the statement.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The statement with `?` for each value.
    package private(set) var text: String
    /// The values in the order of their `?`.
    package private(set) var values: [SQLValue]

    package init(stringLiteral value: StaticString) {
        text = value.description
        values = []
    }

    package init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }
}
