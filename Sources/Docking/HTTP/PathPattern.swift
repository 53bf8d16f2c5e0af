/// A path with places for values: `/v1/payments/{id}/refunds`.
struct PathPattern: Sendable {
    private enum Segment: Sendable, Equatable {
        case literal([UInt8])
        case value
    }

    /// As it was written.
    let text: String
    private let segments: [Segment]

    init(_ text: StaticString) {
        self.text = text.description
        segments = text.description.utf8.split(separator: UInt8(ascii: "/")).map { segment in
            segment.first == UInt8(ascii: "{") ? .value : .literal(Array(segment))
        }
    }

    /// The values in order; nil if the path is another one. Nothing is decoded: no identifier needs an escape, and
    /// neither an empty segment nor a slash at the end is forgiven, so that one thing has one address.
    func match(_ parts: [Substring.UTF8View]) -> [String]? {
        guard parts.count == segments.count else { return nil }
        var values: [String] = []
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .literal(let bytes): guard part.elementsEqual(bytes) else { return nil }
            case .value:
                guard !part.isEmpty else { return nil }
                values.append(String(Substring(part)))
            }
        }
        return values
    }

    /// A path cut at its slashes; nil if it does not begin with one.
    static func parts(_ path: Substring) -> [Substring.UTF8View]? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        return path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }
}
