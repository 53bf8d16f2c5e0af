import Foundation

/// How far a piece of work is, on one line of a terminal.
struct ProgressBar {
    private static let width = 30

    let begin: ContinuousClock.Instant

    /// Draws the line anew on the error output.
    func show(_ done: Int, of expected: Int) {
        let line = Self.line(done, of: expected, after: ContinuousClock.now - begin)
        FileHandle.standardError.write(Data("\r\(line)\u{1B}[K".utf8))
    }

    /// Leaves the line as it is.
    func end() { FileHandle.standardError.write(Data("\n".utf8)) }

    /// `[###…] 500/2000  1000/s  2 s left`
    static func line(_ done: Int, of expected: Int, after elapsed: Duration) -> String {
        // More may have become due since they were counted.
        let expected = max(done, expected, 1)
        let full = done * width / expected
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
        let rate = Double(done) / max(elapsed / .seconds(1), 0.001)
        let left = rate > 0 ? (Double(expected - done) / rate).rounded(.up) : 0
        return "[\(bar)] \(done)/\(expected)  \(Int(rate))/s  \(Int(left)) s left"
    }
}
