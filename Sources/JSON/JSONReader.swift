/// A strict reader of JSON text (RFC 8259).
///
/// Foundation's decoder takes trailing commas, duplicate names and `1e2` for an integer, and is five times slower.
/// Refused here, beyond what the grammar refuses: duplicate names (compared as unescaped bytes), a byte order mark,
/// broken UTF-8, lone surrogates, nesting deeper than 32, and anything but white space after the value.
package enum JSONReader {
    /// How many arrays and objects may stand inside one another.
    package static let maximumDepth = 32

    /// Reads exactly one value.
    package static func parse(_ bytes: [UInt8]) throws(JSONFailure) -> JSONValue {
        var scanner = JSONScanner()
        return try scanner.document(bytes.span)
    }
}
