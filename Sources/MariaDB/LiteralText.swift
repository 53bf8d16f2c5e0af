/// A set-based statement as text, its values written as literals: digits, or hexadecimal digits that no value can
/// break out of.
enum LiteralText {
    /// One statement for each row.
    static func statements(_ text: String, _ columns: [Column], rows: Int) -> [String] {
        let pieces = text.split(separator: "?", omittingEmptySubsequences: false)
        precondition(pieces.count == columns.count + 1, "one column for each ?")
        return (0..<rows).map { row in
            var statement = String(pieces[0])
            for (column, piece) in zip(columns, pieces.dropFirst()) {
                statement += literal(column, row)
                statement += piece
            }
            return statement
        }
    }

    private static func literal(_ column: Column, _ row: Int) -> String {
        switch column {
        case .int64(let values): String(values[row])
        case .optionalInt64(let values): values[row].map { String($0) } ?? "NULL"
        case .bytes(let values): values[row].map(hexadecimal) ?? "NULL"
        case .text(let values): values[row].map { "_utf8mb4 " + hexadecimal(Array($0.utf8)) } ?? "NULL"
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = Array("x'".utf8)
        text.reserveCapacity(bytes.count * 2 + 3)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        text.append(UInt8(ascii: "'"))
        return String(decoding: text, as: UTF8.self)
    }
}
