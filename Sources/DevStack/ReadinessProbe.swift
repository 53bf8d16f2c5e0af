import Foundation
import OpenSSL
import Threading

/// Asks a stack over HTTPS whether it serves.
struct ReadinessProbe {
    let authorityFile: String
    let port: Int

    /// Waits until `path` answers 200 so many times one after the other; false: it did not in time.
    func waits(for path: String, times: Int = 1, _ deadline: Deadline) -> Bool {
        var successes = 0
        while !deadline.isPast {
            if (try? status(of: path)) == 200 {
                successes += 1
                if successes >= times { return true }
            } else {
                successes = 0
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
        return false
    }

    /// The status of one GET; the certificate is checked, so it is this stack's nginx that answers.
    func status(of path: String) throws(TLSFailure) -> Int {
        let context = try TLSContext(authorityFile: authorityFile)
        let connection = try TLSConnection(
            context: context, host: "localhost", port: port, timeoutMilliseconds: 2_000)
        try connection.write(
            Array("GET \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n".utf8))
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = try connection.read(into: &buffer, from: 0)
        // "HTTP/1.1 200", with or without words behind it (RFC 9112 §4).
        let digits = buffer[..<count].dropFirst(9).prefix(3)
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }
}
