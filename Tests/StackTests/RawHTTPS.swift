import OpenSSL

/// An answer as it came over the wire.
struct RawAnswer {
    let statusLine: String
    let status: Int
    /// Names in lower case, in the order they came.
    let headers: [(name: String, value: String)]
    let body: String

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Sends bytes over TLS as they are, and reads until the server closes the connection.
struct RawHTTPS: Sendable {
    let port: Int
    let authorityFile: String

    /// One request with its own header lines; `Host` and `Connection: close` are added.
    func request(
        _ method: String, _ target: String, headers: [String] = [], host: String = "localhost", body: [UInt8]? = nil
    ) throws -> RawAnswer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)", "Connection: close"] + headers
        if let body { lines.append("Content-Length: \(body.count)") }
        return try send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? []))
    }

    /// Sends exactly these bytes. A connection that is closed without a word has status 0.
    func send(_ bytes: [UInt8]) throws -> RawAnswer {
        let context = try TLSContext(authorityFile: authorityFile)
        let connection = try TLSConnection(
            context: context, host: "localhost", port: port, timeoutMilliseconds: 30_000)
        try connection.write(bytes)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while let count = try? connection.read(into: &buffer, from: 0), count > 0 { received += buffer[..<count] }
        return Self.parse(received)
    }

    private static func parse(_ bytes: [UInt8]) -> RawAnswer {
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        guard let end = text.firstRange(of: "\n\n") else {
            return RawAnswer(statusLine: "", status: 0, headers: [], body: text)
        }
        let lines = text[..<end.lowerBound].split(separator: "\n")
        let status = lines.first.flatMap { Int($0.dropFirst(9).prefix(3)) } ?? 0
        let headers = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
        return RawAnswer(
            statusLine: lines.first.map(String.init) ?? "", status: status, headers: headers,
            body: String(text[end.upperBound...]))
    }
}
