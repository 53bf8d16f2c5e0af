internal import COpenSSL
internal import Glibc

/// What all TLS connections of a client have in common: the authority it trusts, and TLS 1.2 as the oldest protocol.
///
/// May be used by any number of threads at once (https://docs.openssl.org/3.0/man7/openssl-threads/).
@safe
package final class TLSContext: Sendable {
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Trusts the certificates in the PEM file `authorityFile` and nobody else.
    ///
    /// From here on the process ignores SIGPIPE: OpenSSL writes with `write(2)`, and a peer that has gone must be an
    /// error, not the end of the process.
    package init(authorityFile: String) throws(TLSFailure) {
        guard let context = unsafe SSL_CTX_new(TLS_client_method()) else {
            throw TLSFailure(.context, TLSErrorQueue.drain())
        }
        unsafe pointer = context
        _ = signal(SIGPIPE, SIG_IGN)
        // The macro SSL_CTX_set_min_proto_version, which Swift does not import.
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        // One read(2) for what has arrived, instead of one for each record's header and one for its body.
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_READ_AHEAD, 1, nil)
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        guard unsafe SSL_CTX_load_verify_locations(context, authorityFile, nil) == 1 else {
            throw TLSFailure(.context, "\(authorityFile): \(TLSErrorQueue.drain())")
        }
    }

    deinit {
        unsafe SSL_CTX_free(pointer)
    }
}
