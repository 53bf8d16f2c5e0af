extension SQL {
    /// Collects the pieces of an interpolated statement. Every value becomes a `?`.
    package struct Interpolation: StringInterpolationProtocol {
        private(set) var text = ""
        private(set) var values: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 2 * interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            text += literal.description
        }

        package mutating func appendInterpolation(_ value: Int64) { bind(.int64(value)) }
        package mutating func appendInterpolation(_ value: Int) { bind(.int64(Int64(value))) }
        package mutating func appendInterpolation(_ value: String) { bind(.text(value)) }
        package mutating func appendInterpolation(_ value: [UInt8]) { bind(.bytes(value)) }
        package mutating func appendInterpolation(_ value: SQLValue) { bind(value) }
        package mutating func appendInterpolation(_ value: Int64?) { bind(value.map(SQLValue.int64) ?? .null) }
        package mutating func appendInterpolation(_ value: String?) { bind(value.map(SQLValue.text) ?? .null) }
        package mutating func appendInterpolation(_ value: [UInt8]?) { bind(value.map(SQLValue.bytes) ?? .null) }

        /// A list for `IN`: `(?,?,…)`, padded with its last value so that a few statements serve all lengths.
        /// An empty list becomes `(NULL)`, which nothing is in.
        package mutating func appendInterpolation(list: [Int64]) {
            bind(list: list.map(SQLValue.int64))
        }
        /// A list of byte strings for `IN`; see the list of integers.
        package mutating func appendInterpolation(list: [[UInt8]]) {
            bind(list: list.map(SQLValue.bytes))
        }
        /// A list of texts for `IN`; see the list of integers.
        package mutating func appendInterpolation(list: [String]) {
            bind(list: list.map(SQLValue.text))
        }

        /// The rows of a multi-row `VALUES`: `(?,?),(?,?)`. There is at least one, and all are of one length.
        package mutating func appendInterpolation(tuples: [[SQLValue]]) {
            precondition(!tuples.isEmpty, "VALUES needs a row")
            for (position, tuple) in tuples.enumerated() {
                precondition(tuple.count == tuples[0].count, "rows of different lengths")
                if position > 0 { text += "," }
                append(placeholders: tuple.count)
                values += tuple
            }
        }

        /// A table or column name known when the program was compiled.
        package mutating func appendInterpolation(identifier: StaticString) {
            text += identifier.description
        }

        /// Another statement, or a part of one, with its values.
        package mutating func appendInterpolation(part: SQL) {
            text += part.text
            values += part.values
        }

        private mutating func bind(_ value: SQLValue) {
            text += "?"
            values.append(value)
        }

        private mutating func bind(list: [SQLValue]) {
            guard let last = list.last else {
                text += "(NULL)"
                return
            }
            let padded = SQL.listLengths.first { $0 >= list.count } ?? list.count
            append(placeholders: padded)
            values += list
            for _ in list.count..<padded { values.append(last) }
        }

        private mutating func append(placeholders count: Int) {
            text += "(?"
            for _ in 1..<max(count, 1) { text += ",?" }
            text += ")"
        }
    }

    /// The lengths to which lists are padded: close to each other where batches are, since the server prepares, sorts
    /// and compares what pads a list too. 128 is there because a full batch has that many.
    static let listLengths = [1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 256, 1024, 4096]
}
