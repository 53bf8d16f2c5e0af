import Foundation
import Threading

/// A file that whole lines go to, one after another.
final class LogOutput: Sendable {
    static let standardError = LogOutput(.standardError)

    private let file: Guarded<FileHandle>

    init(_ file: sending FileHandle) { self.file = Guarded(file) }

    /// Writes the line, or gives up: a log that cannot be written must not stop a payment.
    func write(_ line: [UInt8]) { file.withLock { try? $0.write(contentsOf: Data(line)) } }
}
