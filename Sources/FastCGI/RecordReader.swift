import Glibc

/// Reads exactly one request's records from a connection and nothing beyond them.
///
/// For requests that are not there in one piece yet. libfcgi is not given the connection then: it would read whatever
/// comes. It gets the checked BEGIN and PARAMS through a pipe, and the input is collected here.
struct RecordReader {
    /// What a pipe (64 KiB) takes at once, with room for the end of STDIN.
    private static let maximumHeadBytes = 65_000
    /// A thread's own memory for one record's content and padding.
    static let bufferBytes = RecordHeader.byteCount + RecordHeader.maximumRestBytes

    private let descriptor: CInt

    init(descriptor: CInt) { self.descriptor = descriptor }

    /// BEGIN and PARAMS as they came.
    func readHead(_ shape: inout RequestShape, _ buffer: inout [UInt8]) throws(PeerRefusal) -> [UInt8] {
        var head: [UInt8] = []
        while shape.stage == .begin || shape.stage == .parameters {
            let header = try readRecord(&shape, &buffer)
            // PARAMS in very many small records have more headers than content.
            guard head.count + RecordHeader.byteCount + header.restBytes <= RecordReader.maximumHeadBytes else {
                throw .tooManyParameters
            }
            head.append(contentsOf: buffer[0..<RecordHeader.byteCount + header.restBytes])
        }
        return head
    }

    /// STDIN to its end; nil when it is longer than `limit`. Beyond the limit up to `drainBytes` are read for the web
    /// server's sake: it hears the answer only when it could send everything.
    func readInput(
        _ shape: inout RequestShape, _ buffer: inout [UInt8], limit: Int, announced: Int, drainBytes: Int
    ) throws(PeerRefusal) -> [UInt8]? {
        var body: [UInt8] = []
        body.reserveCapacity(min(announced, limit))
        while shape.stage == .input {
            let header = try readRecord(&shape, &buffer)
            if shape.inputBytes <= limit {
                body.append(contentsOf: buffer[RecordHeader.byteCount..<RecordHeader.byteCount + header.contentBytes])
            } else if shape.inputBytes > limit + drainBytes {
                return nil
            }
        }
        return shape.inputBytes <= limit ? body : nil
    }

    /// One record into the front of the buffer, checked.
    private func readRecord(_ shape: inout RequestShape, _ buffer: inout [UInt8]) throws(PeerRefusal) -> RecordHeader {
        try fill(&buffer, from: 0, count: RecordHeader.byteCount)
        let header = try RecordHeader(buffer.span.extracting(0..<RecordHeader.byteCount))
        try shape.admit(header)
        try fill(&buffer, from: RecordHeader.byteCount, count: header.restBytes)
        let content = RecordHeader.byteCount..<RecordHeader.byteCount + header.contentBytes
        try shape.take(header, buffer.span.extracting(content))
        return header
    }

    private func fill(_ buffer: inout [UInt8], from start: Int, count: Int) throws(PeerRefusal) {
        var filled = 0
        while filled < count {
            let got = unsafe buffer.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[(start + filled)..<(start + count)])
                return unsafe recv(descriptor, rest.baseAddress, rest.count, 0)
            }
            if got > 0 {
                filled += got
            } else if got == 0 || errno != EINTR {
                throw .broken
            }
        }
    }
}
