/// The answer to a request of ours, of a bounded size. Redirections are answers like others.
package struct OutgoingResponse: Sendable {
    package let status: Int
    package let body: [UInt8]
    /// The header lines as they came.
    private let head: [UInt8]

    init(status: Int, head: [UInt8], body: [UInt8]) {
        self.status = status
        self.head = head
        self.body = body
    }

    /// In their order; names in lower case, values without the white space around them. Read when asked for: of what
    /// receivers of notices answer, nobody looks at more than status and body.
    package var headers: [(name: String, value: String)] {
        head.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            return (
                name: String(decoding: line[..<colon], as: UTF8.self).lowercased(),
                value: String(decoding: Self.trimmed(line[(colon + 1)...]), as: UTF8.self)
            )
        }
    }

    /// The value of the first header of this name, in lower case.
    package subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = value.firstIndex(where: { !isSpace($0) }),
            let last = value.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return value[first...last]
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
