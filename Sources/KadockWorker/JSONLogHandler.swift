import Deductions
import Logging
import Values

/// Writes each record as one line of JSON in plain ASCII.
///
/// Nothing that is logged can end the line, begin another or move a terminal's cursor: every control character and
/// everything beyond ASCII is escaped, byte order and line separators included. Long values are cut.
struct JSONLogHandler: LogHandler {
    private static let maximumValueBytes = 1_024

    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()
    private let output: LogOutput

    init(output: LogOutput) { self.output = output }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        Self.append("time", WallClock.now().rfc3339, to: &line)
        Self.append("level", event.level.rawValue, to: &line)
        Self.append("message", event.message.description, to: &line)
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            Self.append(key, value.description, to: &line)
        }
        line.append(contentsOf: "}\n".utf8)
        output.write(line)
    }

    private static func append(_ key: String, _ value: String, to line: inout [UInt8]) {
        line.append(line.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        appendText(key, to: &line)
        line.append(UInt8(ascii: ":"))
        appendText(value, to: &line)
    }

    private static func appendText(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        let limit = line.count + maximumValueBytes
        for unit in text.utf16 {
            guard line.count < limit else {
                line.append(contentsOf: "...".utf8)
                break
            }
            switch unit {
            case 0x22, 0x5C: line.append(contentsOf: [UInt8(ascii: "\\"), UInt8(truncatingIfNeeded: unit)])
            case 0x20..<0x7F: line.append(UInt8(truncatingIfNeeded: unit))
            default:
                line.append(contentsOf: "\\u".utf8)
                for shift in [12, 8, 4, 0] { line.append(hexDigits[Int(unit >> UInt16(shift) & 15)]) }
            }
        }
        line.append(UInt8(ascii: "\""))
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)
}
