/// All rows of one answer in three flat arrays, shared by their `Row`s.
///
/// A cell is an integer, or the place of its bytes in `bytes`: offset in the high, length in the low 32 bits.
final class RowSet: Sendable {
    /// How a column is kept.
    enum ColumnKind: Sendable {
        case integer
        case bytes
    }

    let kinds: [ColumnKind]
    let cells: [Int64]
    let nulls: [Bool]
    let bytes: [UInt8]

    init(kinds: [ColumnKind], cells: [Int64], nulls: [Bool], bytes: [UInt8]) {
        self.kinds = kinds
        self.cells = cells
        self.nulls = nulls
        self.bytes = bytes
    }

    var rows: [Row] {
        guard !kinds.isEmpty else { return [] }
        return stride(from: 0, to: cells.count, by: kinds.count).map { Row(answer: self, start: $0) }
    }
}
