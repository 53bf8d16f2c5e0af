import Glibc

/// The records of an answer: STDOUT, its end, and END_REQUEST. Source: the FastCGI specification 1.0, sections 3.3,
/// 5.3 and 5.5.
///
/// libfcgi could write them too, but only from the memory in which it took the request apart: that is used for the
/// next request by the time an answer is known.
enum AnswerRecords {
    /// The longest content of a record that needs no padding.
    private static let maximumContentBytes = 65_528

    static func make(_ content: [UInt8], requestID: Int) -> [UInt8] {
        let recordCount = content.count / maximumContentBytes + 2
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + recordCount * 16 + 16)
        var start = 0
        while start < content.count {
            let end = min(start + maximumContentBytes, content.count)
            let padding = (8 - (end - start) % 8) % 8
            header(6, requestID, contentBytes: end - start, padding, into: &bytes)
            bytes.append(contentsOf: content[start..<end])
            bytes.append(contentsOf: repeatElement(0, count: padding))
            start = end
        }
        header(6, requestID, contentBytes: 0, 0, into: &bytes)
        // Application status 0, FCGI_REQUEST_COMPLETE.
        header(3, requestID, contentBytes: 8, 0, into: &bytes)
        bytes.append(contentsOf: repeatElement(0, count: 8))
        return bytes
    }

    /// Writes all bytes; false when the peer has left or takes nothing for longer than the socket's time limit.
    static func write(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        unsafe bytes.withUnsafeBytes { buffer in
            var sent = 0
            while sent < buffer.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[sent...])
                let count = unsafe send(descriptor, rest.baseAddress, rest.count, CInt(MSG_NOSIGNAL))
                if count > 0 {
                    sent += count
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }

    private static func header(
        _ type: UInt8, _ requestID: Int, contentBytes: Int, _ padding: Int, into bytes: inout [UInt8]
    ) {
        bytes.append(1)
        bytes.append(type)
        bytes.append(UInt8(truncatingIfNeeded: requestID >> 8))
        bytes.append(UInt8(truncatingIfNeeded: requestID))
        bytes.append(UInt8(truncatingIfNeeded: contentBytes >> 8))
        bytes.append(UInt8(truncatingIfNeeded: contentBytes))
        bytes.append(UInt8(padding))
        bytes.append(0)
    }
}
