/// Builds FastCGI records, right and wrong ones, byte by byte.
package enum FastCGIRecords {
    package static let begin: UInt8 = 1
    package static let abort: UInt8 = 2
    package static let parameters: UInt8 = 4
    package static let input: UInt8 = 5
    package static let getValues: UInt8 = 9

    package static func record(
        _ type: UInt8, id: Int = 1, _ content: [UInt8] = [], padding: [UInt8] = [], version: UInt8 = 1
    ) -> [UInt8] {
        [
            version, type, UInt8(id >> 8), UInt8(id & 255), UInt8(content.count >> 8), UInt8(content.count & 255),
            UInt8(padding.count), 0,
        ] + content + padding
    }

    package static func begin(id: Int = 1, role: UInt8 = 1, keep: Bool = true) -> [UInt8] {
        record(begin, id: id, [0, role, keep ? 1 : 0, 0, 0, 0, 0, 0])
    }

    /// One name and value with their lengths in front.
    package static func pair(_ name: [UInt8], _ value: [UInt8]) -> [UInt8] {
        length(name.count) + length(value.count) + name + value
    }

    package static func pair(_ name: String, _ value: String) -> [UInt8] { pair(Array(name.utf8), Array(value.utf8)) }

    private static func length(_ count: Int) -> [UInt8] {
        guard count > 127 else { return [UInt8(count)] }
        return [UInt8(count >> 24) | 128, UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
    }

    /// The content of one stream in records of at most 65,535 bytes, and its end.
    package static func stream(_ type: UInt8, id: Int = 1, _ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = content[...]
        while !rest.isEmpty {
            bytes += record(type, id: id, Array(rest.prefix(65_535)))
            rest = rest.dropFirst(65_535)
        }
        return bytes + record(type, id: id)
    }

    /// PARAMS as nginx sends them; CONTENT_LENGTH only if `announced` is given.
    package static func head(
        method: String = "POST", uri: String, announced: String? = nil, id: Int = 1, keep: Bool = true,
        extra: [(String, String)] = []
    ) -> [UInt8] {
        var content = pair("REQUEST_METHOD", method) + pair("REQUEST_URI", uri) + pair("REMOTE_ADDR", "192.0.2.1")
        if let announced { content += pair("CONTENT_LENGTH", announced) }
        for (name, value) in extra { content += pair(name, value) }
        return begin(id: id, keep: keep) + stream(parameters, id: id, content)
    }

    /// A whole request.
    package static func request(
        method: String = "POST", uri: String, body: [UInt8] = [], id: Int = 1, keep: Bool = true,
        extra: [(String, String)] = []
    ) -> [UInt8] {
        head(method: method, uri: uri, announced: String(body.count), id: id, keep: keep, extra: extra)
            + stream(input, id: id, body)
    }

    /// What overruns libfcgi's stack: the same name four times and more.
    package static let deadlyGetValues = record(
        getValues, id: 0, (0..<8).flatMap { _ in pair("FCGI_MPXS_CONNS", "") })
}
