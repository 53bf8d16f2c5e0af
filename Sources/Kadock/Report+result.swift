import JSON

extension Report {
    /// Prints an object for machines.
    static func object(_ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(capacity: 1024)
        writer.object(body)
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    /// Prints names and values for people, one pair a line.
    static func table(_ rows: KeyValuePairs<String, String>) {
        let width = rows.map(\.key.count).max() ?? 0
        for row in rows { print(row.key.padded(to: width) + "  " + row.value) }
    }
}

extension String {
    /// With blanks up to a width.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
