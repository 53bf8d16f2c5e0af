import Glibc

/// What lies in a connection's buffer, looked at before libfcgi reads a byte of it.
enum PeekedRequest {
    /// A whole request, and `trailing` bytes nobody asked for behind it.
    case whole(trailing: Int)
    /// The beginning of a request.
    case partial
    /// Nothing, and nothing will come: the peer closed an idle connection.
    case end
    /// Nothing yet.
    case nothing

    static func look(
        at descriptor: CInt, _ shape: inout RequestShape, _ buffer: inout [UInt8]
    ) throws(PeerRefusal) -> PeekedRequest {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_PEEK) | CInt(MSG_DONTWAIT))
        }
        guard count > 0 else {
            if count == 0 { return .end }
            guard errno == EAGAIN || errno == EINTR else { throw .broken }
            return .nothing
        }
        var position = 0
        while shape.stage != .complete {
            guard count - position >= RecordHeader.byteCount else { return .partial }
            let start = position + RecordHeader.byteCount
            let header = try RecordHeader(buffer.span.extracting(position..<start))
            try shape.admit(header)
            guard count - start >= header.restBytes else { return .partial }
            try shape.take(header, buffer.span.extracting(start..<start + header.contentBytes))
            position = start + header.restBytes
        }
        return .whole(trailing: count - position)
    }
}
