internal import COpenSSL

/// What OpenSSL refused to do, or a value that was not worth asking it about.
package struct OpenSSLFailure: Error, Equatable, Sendable {
    /// What was being done.
    package let operation: String
    /// OpenSSL's own words, for the log; they hold no secrets.
    package let detail: String

    init(_ operation: String, detail: String) {
        self.operation = operation
        self.detail = detail
    }

    /// Takes the newest line of the thread's error queue and empties the queue, so that no later call finds it.
    /// https://docs.openssl.org/3.0/man3/ERR_get_error/
    static func last(_ operation: String) -> OpenSSLFailure {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        guard code != 0 else { return OpenSSLFailure(operation, detail: "no reason given") }
        var text = [CChar](repeating: 0, count: 256)
        unsafe ERR_error_string_n(code, &text, text.count)
        let detail = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return OpenSSLFailure(operation, detail: detail)
    }
}
