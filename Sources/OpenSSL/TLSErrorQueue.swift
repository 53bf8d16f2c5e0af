internal import COpenSSL

/// The calling thread's queue of OpenSSL errors.
enum TLSErrorQueue {
    /// Empties the queue and puts it in words; what stays in it would be read as the failure of a later call.
    static func drain() -> String {
        var lines: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            var text = [CChar](repeating: 0, count: 256)
            unsafe ERR_error_string_n(code, &text, text.count)
            let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            lines.append(String(decoding: bytes, as: UTF8.self))
        }
        return lines.isEmpty ? "no reason given" : lines.joined(separator: "; ")
    }

    /// Forgets what an earlier call on this thread left behind: SSL_get_error reads the same queue.
    static func clear() {
        ERR_clear_error()
    }
}
