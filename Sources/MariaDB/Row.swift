/// One row of an answer. Columns are counted from 0, as the SELECT names them.
///
/// Asking for a column that is not there, for the value of a NULL without `optional…`, or for an integer where none is,
/// is a bug in the caller and stops the program.
package struct Row: Sendable {
    let answer: RowSet
    let start: Int

    /// The number of columns.
    package var count: Int { answer.kinds.count }

    package func isNull(_ column: Int) -> Bool { answer.nulls[cell(column)] }

    package func int64(_ column: Int) -> Int64 {
        guard let value = optionalInt64(column) else { preconditionFailure("column \(column) is NULL") }
        return value
    }

    /// An integer column, or a text or DECIMAL one that spells an integer (SUM of a BIGINT is a DECIMAL).
    package func optionalInt64(_ column: Int) -> Int64? {
        let cell = cell(column)
        if answer.nulls[cell] { return nil }
        switch answer.kinds[column] {
        case .integer: return answer.cells[cell]
        case .bytes:
            guard let value = Int64(String(decoding: slice(cell), as: UTF8.self)) else {
                preconditionFailure("column \(column) is no integer")
            }
            return value
        }
    }

    package func bytes(_ column: Int) -> [UInt8] {
        guard let value = optionalBytes(column) else { preconditionFailure("column \(column) is NULL") }
        return value
    }

    package func optionalBytes(_ column: Int) -> [UInt8]? {
        let cell = cell(column)
        if answer.nulls[cell] { return nil }
        switch answer.kinds[column] {
        case .integer: return Array(String(answer.cells[cell]).utf8)
        case .bytes: return Array(slice(cell))
        }
    }

    package func string(_ column: Int) -> String {
        guard let value = optionalString(column) else { preconditionFailure("column \(column) is NULL") }
        return value
    }

    package func optionalString(_ column: Int) -> String? {
        let cell = cell(column)
        if answer.nulls[cell] { return nil }
        switch answer.kinds[column] {
        case .integer: return String(answer.cells[cell])
        case .bytes: return String(decoding: slice(cell), as: UTF8.self)
        }
    }

    private func cell(_ column: Int) -> Int {
        precondition(column >= 0 && column < answer.kinds.count, "no column \(column)")
        return start + column
    }

    private func slice(_ cell: Int) -> ArraySlice<UInt8> {
        let place = answer.cells[cell]
        let offset = Int(place >> 32)
        return answer.bytes[offset..<offset + Int(place & 0xffff_ffff)]
    }
}
