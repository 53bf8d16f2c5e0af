/// How long a session waits for its server, in seconds. libmariadb has no limits of its own for reads and writes.
///
/// A read that times out says nothing about the statement: the server may still run it to its end.
package struct SessionTimeouts: Sendable, Equatable {
    package var connectSeconds: UInt32
    package var readSeconds: UInt32
    package var writeSeconds: UInt32

    package init(connectSeconds: UInt32, readSeconds: UInt32, writeSeconds: UInt32) {
        self.connectSeconds = connectSeconds
        self.readSeconds = readSeconds
        self.writeSeconds = writeSeconds
    }

    /// 2 s to connect, 10 s for an answer, 10 s to send.
    package static let standard = SessionTimeouts(connectSeconds: 2, readSeconds: 10, writeSeconds: 10)
    /// For migrations and other work that may rightly take minutes.
    package static let patient = SessionTimeouts(connectSeconds: 2, readSeconds: 600, writeSeconds: 60)
}
