package import OpenSSL

/// A client's one kept HTTP/1.1 connection over TLS: a request is written, its answer read, one after the other.
///
/// One per thread, not `Sendable`. It opens itself when first used and again after it was closed; a request is never
/// sent twice by it, because whether a lost one took effect only its sender can judge.
package final class HTTPConnection {
    private let context: TLSContext
    private let host: String
    private let port: Int
    private let timeoutMilliseconds: Int
    private var tls: TLSConnection?
    /// Received bytes; grows when a bulk answer needs it and stays grown.
    private var buffer = [UInt8](repeating: 0, count: 8_192)
    private static let bufferLimit = 16_777_216

    package init(context: TLSContext, host: String, port: Int, timeoutMilliseconds: Int = 10_000) {
        self.context = context
        self.host = host
        self.port = port
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    /// Connects if there is no connection, so that the first exchange does not pay for the handshake.
    package func open() throws(HTTPFailure) {
        guard tls == nil else { return }
        do {
            tls = try TLSConnection(
                context: context, host: host, port: port, timeoutMilliseconds: timeoutMilliseconds)
        } catch {
            throw .transport(error)
        }
    }

    package func close() {
        tls = nil
    }

    /// Sends a whole request (head and body) and waits for its answer. After a failure the connection is closed.
    package func exchange(_ request: [UInt8], keepingBody: Bool = true) throws(HTTPFailure) -> HTTPAnswer {
        try open()
        guard let tls else { throw .cutOff }
        do {
            try write(request, to: tls)
            let answer = try read(from: tls, keepingBody: keepingBody)
            if answer.closesConnection { self.tls = nil }
            return answer
        } catch {
            self.tls = nil
            throw error
        }
    }

    private func write(_ request: [UInt8], to tls: TLSConnection) throws(HTTPFailure) {
        do {
            try tls.write(request)
        } catch {
            throw .transport(error)
        }
    }

    private func read(from tls: TLSConnection, keepingBody: Bool) throws(HTTPFailure) -> HTTPAnswer {
        var filled = 0
        while true {
            if filled == buffer.count {
                guard filled < Self.bufferLimit else { throw .malformed("an answer beyond all bounds") }
                buffer += [UInt8](repeating: 0, count: filled)
            }
            let received: Int
            do {
                received = try tls.read(into: &buffer, from: filled)
            } catch {
                throw .transport(error)
            }
            guard received > 0 else { throw .cutOff }
            filled += received
            let progress = try HTTPAnswerParser.parse(buffer, count: filled, keepingBody: keepingBody)
            guard case .complete(let answer, let consumed) = progress else { continue }
            guard consumed == filled else { throw .malformed("bytes behind the answer") }
            return answer
        }
    }
}
