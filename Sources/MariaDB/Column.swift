/// One column of a set of rows to be written: its values, one a row.
package enum Column: Sendable {
    case int64([Int64])
    case optionalInt64([Int64?])
    case bytes([[UInt8]?])
    case text([String?])

    /// The number of rows.
    package var count: Int {
        switch self {
        case .int64(let values): values.count
        case .optionalInt64(let values): values.count
        case .bytes(let values): values.count
        case .text(let values): values.count
        }
    }
}
