import Values

/// Reads a channel's statement line by line.
struct ChannelFileReader {
    private let file: ChannelFile
    private let from: Timestamp
    private let until: Timestamp
    private var scanner = CSVScanner()
    private var hasHeader = false
    private var isOver = false

    /// Lines must be of the time from `from` until before `until`.
    init(_ path: String, from: Timestamp, until: Timestamp) throws(ChannelFileFault) {
        file = try ChannelFile(path)
        self.from = from
        self.until = until
    }

    /// How many bytes have been read.
    var position: Int { file.position }

    /// The lines of the next piece of the file, often none; nil: there is no more.
    mutating func next() throws(ChannelFileFault) -> [ChannelLine]? {
        guard !isOver else { return nil }
        var records: [CSVScanner.Record]
        if let piece = try file.next() {
            records = try scanner.scan(piece)
        } else {
            isOver = true
            records = try scanner.finish().map { [$0] } ?? []
            guard hasHeader || !records.isEmpty else { throw Self.wrongHeader }
        }
        if !hasHeader, let header = records.first {
            guard header.fields == ChannelLine.columns.map({ Array($0.utf8) }) else { throw Self.wrongHeader }
            hasHeader = true
            records.removeFirst()
        }
        var lines: [ChannelLine] = []
        for record in records {
            let line = try ChannelLine(record)
            guard line.time >= from, line.time < until else {
                throw ChannelFileFault("its time is not of the statement's", line: record.line)
            }
            lines.append(line)
        }
        return lines
    }

    /// SHA-256 of the file, once all of it is read.
    func digest() -> [UInt8] { file.finish() }

    private static let wrongHeader = ChannelFileFault(
        "the first line must be \(ChannelLine.columns.joined(separator: ","))", line: 1)
}
