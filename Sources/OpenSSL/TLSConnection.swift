internal import COpenSSL
internal import Glibc

/// One TLS connection of a client over TCP, blocking, verified: the certificate must be good for the host's name.
///
/// Belongs to one thread at a time, so it is not `Sendable`.
/// https://docs.openssl.org/3.0/man3/SSL_read/ and https://docs.openssl.org/3.0/man3/SSL_write/
@safe
package final class TLSConnection {
    private let connection: OpaquePointer
    private let socket: CInt
    private let context: TLSContext

    /// Connects and shakes hands. The name is sent (SNI) and compared with the certificate. No single step waits
    /// longer than `timeoutMilliseconds` for the peer.
    package init(
        context: TLSContext, host: String, port: Int, timeoutMilliseconds: Int
    ) throws(TLSFailure) {
        let descriptor = try ClientSocket.open(host: host, port: port, timeoutMilliseconds: timeoutMilliseconds)
        guard let ssl = unsafe SSL_new(context.pointer) else {
            ClientSocket.close(descriptor)
            throw TLSFailure(.context, TLSErrorQueue.drain())
        }
        unsafe connection = ssl
        socket = descriptor
        self.context = context
        try shakeHands(host: host)
    }

    deinit {
        // No close_notify is waited for: HTTP says itself where a message ends.
        unsafe SSL_free(connection)
        ClientSocket.close(socket)
    }

    private func shakeHands(host: String) throws(TLSFailure) {
        TLSErrorQueue.clear()
        // The macro SSL_set_tlsext_host_name, which Swift does not import.
        let named = unsafe host.withCString { name in
            unsafe SSL_ctrl(
                connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name),
                UnsafeMutableRawPointer(mutating: name))
        }
        guard named == 1, unsafe SSL_set1_host(connection, host) == 1, unsafe SSL_set_fd(connection, socket) == 1
        else {
            throw TLSFailure(.handshake, TLSErrorQueue.drain())
        }
        let result = unsafe SSL_connect(connection)
        guard result == 1 else { throw failure(.handshake, result) }
    }

    /// Sends all bytes.
    package func write(_ bytes: [UInt8]) throws(TLSFailure) {
        guard !bytes.isEmpty else { return }
        TLSErrorQueue.clear()
        // Without SSL_MODE_ENABLE_PARTIAL_WRITE, and on a blocking socket, success means everything was taken.
        let result = unsafe SSL_write(connection, bytes, CInt(bytes.count))
        guard result == bytes.count else { throw failure(.write, result) }
    }

    /// Reads what is there, at least one byte, into `buffer` from `offset` to its end, and returns the number of
    /// bytes; 0: the peer has ended the connection.
    package func read(into buffer: inout [UInt8], from offset: Int) throws(TLSFailure) -> Int {
        precondition(offset >= 0 && offset < buffer.count, "there must be room to read into")
        TLSErrorQueue.clear()
        let result = unsafe buffer.withUnsafeMutableBytes { bytes in
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
            return unsafe SSL_read(connection, room.baseAddress, CInt(clamping: room.count))
        }
        if result > 0 { return Int(result) }
        if unsafe SSL_get_error(connection, result) == SSL_ERROR_ZERO_RETURN { return 0 }
        throw failure(.read, result)
    }

    /// Reads errno before anything else can change it.
    private func failure(_ stage: TLSFailure.Stage, _ result: CInt) -> TLSFailure {
        let system = errno
        let kind = unsafe SSL_get_error(connection, result)
        let reason = TLSErrorQueue.drain()
        // A blocking socket asks to try again only when SO_RCVTIMEO or SO_SNDTIMEO has run out.
        if kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE {
            return TLSFailure(.timedOut, "no progress while the stage was \(stage.rawValue)")
        }
        if kind == SSL_ERROR_SYSCALL, system != 0 {
            return TLSFailure(stage, ClientSocket.describe(system))
        }
        return TLSFailure(stage, reason)
    }
}
