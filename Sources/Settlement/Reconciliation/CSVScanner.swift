/// Cuts bytes that come in pieces into the records of a CSV file, as RFC 4180 has them; nothing else is let through.
struct CSVScanner {
    /// One record, and the line on which it begins.
    struct Record: Equatable {
        let line: Int
        let fields: [[UInt8]]
    }

    private enum Place {
        /// Before a field; in one without quotes; in one with; behind its second quote; behind the CR of a line's end.
        case before, plain, quoted, closed, ending
    }

    /// Bytes of a record: whatever is longer is no statement.
    private static let longest = 4_096

    private var place = Place.before
    private var line = 1
    private var first = 1
    private var length = 0
    private var field: [UInt8] = []
    private var fields: [[UInt8]] = []
    private var isAtStart = true

    /// The records that end in the next piece.
    mutating func scan(_ piece: [UInt8]) throws(ChannelFileFault) -> [Record] {
        var records: [Record] = []
        // A byte order mark may stand before the first record.
        let bytes = isAtStart && piece.starts(with: [0xEF, 0xBB, 0xBF]) ? piece[3...] : piece[...]
        isAtStart = false
        for byte in bytes { if let record = try scan(byte) { records.append(record) } }
        return records
    }

    /// The record that ends with the file, where no line's end stands behind it.
    mutating func finish() throws(ChannelFileFault) -> Record? {
        switch place {
        case .quoted: throw ChannelFileFault("a quote is not closed", line: first)
        case .ending: throw ChannelFileFault("a carriage return without a line feed", line: line)
        case .before where fields.isEmpty: return nil
        case .before, .plain, .closed: return endRecord()
        }
    }

    private mutating func scan(_ byte: UInt8) throws(ChannelFileFault) -> Record? {
        length += 1
        guard length <= Self.longest else { throw ChannelFileFault("the record is too long", line: first) }
        switch (place, byte) {
        case (.quoted, UInt8(ascii: "\"")): place = .closed
        case (.quoted, _):
            if byte == UInt8(ascii: "\n") { line += 1 }
            field.append(byte)
        case (.ending, UInt8(ascii: "\n")), (.before, UInt8(ascii: "\n")), (.plain, UInt8(ascii: "\n")),
            (.closed, UInt8(ascii: "\n")):
            line += 1
            return endRecord()
        case (.ending, _): throw ChannelFileFault("a carriage return without a line feed", line: line)
        case (_, UInt8(ascii: "\r")): place = .ending
        case (_, UInt8(ascii: ",")):
            fields.append(field)
            field = []
            place = .before
        case (.before, UInt8(ascii: "\"")): place = .quoted
        case (.closed, UInt8(ascii: "\"")):
            // Two quotes within quotes are one.
            field.append(byte)
            place = .quoted
        case (.closed, _), (.plain, UInt8(ascii: "\"")):
            throw ChannelFileFault("a quote in the wrong place", line: line)
        case (.before, _), (.plain, _):
            field.append(byte)
            place = .plain
        }
        return nil
    }

    private mutating func endRecord() -> Record {
        defer {
            (fields, field, length, first, place) = ([], [], 0, line, .before)
        }
        return Record(line: first, fields: fields + [field])
    }
}
