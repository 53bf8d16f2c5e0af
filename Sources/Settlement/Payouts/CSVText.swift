/// Records of a CSV file (RFC 4180), all with the same number of fields.
struct CSVText {
    /// One value.
    enum Field {
        case number(Int64)
        /// What begins like a formula is led by an apostrophe, so that no spreadsheet computes it.
        case text(String)
    }

    let width: Int
    private(set) var bytes: [UInt8] = []

    init(width: Int) { self.width = width }

    /// Adds a record; fields that are not given are empty.
    mutating func add(_ fields: [Field]) {
        precondition(fields.count <= width, "more fields than columns")
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch field {
            case .number(let number): bytes += Array(String(number).utf8)
            case .text(let text): add(text)
            }
        }
        for _ in max(fields.count, 1)..<width { bytes.append(UInt8(ascii: ",")) }
        bytes += [13, 10]
    }

    /// Gives what was added since the last time.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func add(_ text: String) {
        let plain = Array(text.utf8)
        let isFormula = plain.first.map("=+-@\t\r".utf8.contains) ?? false
        let isQuoted = plain.contains { "\",\r\n".utf8.contains($0) }
        if isQuoted { bytes.append(UInt8(ascii: "\"")) }
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in plain {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    }
}
