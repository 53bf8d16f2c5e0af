/// A value bound to one `?`.
package enum SQLValue: Sendable, Equatable {
    case null
    case int64(Int64)
    case text(String)
    case bytes([UInt8])
}
