extension Response {
    /// The answer as gateway protocols carry it (RFC 3875 §6): header lines beginning with `Status`, an empty line,
    /// the body.
    package var gatewayBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + 640)
        bytes.append(contentsOf: "Status: \(status) \(ReasonPhrase.of(status))\r\n".utf8)
        for (name, value) in headers {
            // A line break in a value would make two headers of one. None of ours has any.
            precondition(!value.utf8.contains { $0 == 0x0D || $0 == 0x0A }, "a header value with a line break")
            bytes.append(contentsOf: name.utf8)
            bytes.append(contentsOf: ": ".utf8)
            bytes.append(contentsOf: value.utf8)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
        bytes.append(contentsOf: body)
        return bytes
    }
}
