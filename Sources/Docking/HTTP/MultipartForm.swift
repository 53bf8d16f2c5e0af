/// A form as multipart/form-data (RFC 7578): what PHP's curl makes of an array, and browsers of forms that say so.
/// Files that come along are left out, as PHP keeps them apart from the fields.
struct MultipartForm: Sendable {
    let pairs: [Query.Pair]

    private static let lineEnd = Array("\r\n".utf8)

    /// Reads a body; nil: it is not made like that.
    init?(_ body: [UInt8], contentType: String) {
        guard let boundary = Self.boundary(contentType) else { return nil }
        let delimiter = Self.lineEnd + Array("--".utf8) + boundary
        // The first delimiter may stand at the very beginning; what is in front of it means nothing.
        let pieces = (Self.lineEnd + body).split(separator: delimiter, omittingEmptySubsequences: false)
        guard pieces.count >= 2, pieces[pieces.count - 1].starts(with: "--".utf8) else { return nil }
        var pairs: [Query.Pair] = []
        for piece in pieces.dropFirst().dropLast() {
            let part = piece.drop { $0 == 0x20 || $0 == 0x09 }
            guard part.starts(with: Self.lineEnd), let end = part.firstRange(of: Self.lineEnd + Self.lineEnd),
                let name = Self.name(part[part.startIndex..<end.lowerBound])
            else { return nil }
            guard case .field(let bytes) = name else { continue }
            pairs.append(Query.Pair(name: bytes, value: Array(part[end.upperBound...])))
        }
        self.pairs = pairs
    }

    /// Whether a Content-Type field names this kind of form, with a boundary.
    static func matches(_ contentType: String) -> Bool { boundary(contentType) != nil }

    /// The bytes between the parts (RFC 2046 §5.1.1); nil: another type, or none that could be one.
    private static func boundary(_ contentType: String) -> [UInt8]? {
        let parts = contentType.split(separator: ";").map { String($0).trimmingSpaceAndTab }
        guard parts.first?.lowercased() == "multipart/form-data",
            let parameter = parts.first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        let text = unquoted(Array(parameter.utf8.dropFirst("boundary=".utf8.count)))
        return (1...70).contains(text.count) && text.allSatisfy { (0x20...0x7E).contains($0) } ? text : nil
    }

    private enum Name {
        case field([UInt8])
        case file
    }

    /// What a part's header fields say it is; nil: nothing.
    private static func name(_ header: ArraySlice<UInt8>) -> Name? {
        for line in header.split(separator: lineEnd) {
            let parts = line.split(separator: UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self) }
                .map(\.trimmingSpaceAndTab)
            guard let first = parts.first?.lowercased().filter({ $0 != " " }), first == "content-disposition:form-data"
            else { continue }
            if parts.contains(where: { $0.lowercased().hasPrefix("filename") }) { return .file }
            guard let name = parts.first(where: { $0.lowercased().hasPrefix("name=") }) else { return nil }
            return .field(unquoted(Array(name.utf8.dropFirst("name=".utf8.count))))
        }
        return nil
    }

    private static func unquoted(_ text: [UInt8]) -> [UInt8] {
        let mark = UInt8(ascii: "\"")
        return text.count >= 2 && text.first == mark && text.last == mark ? Array(text[1..<(text.count - 1)]) : text
    }
}
