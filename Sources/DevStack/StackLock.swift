import Foundation
import Threading

/// The file that says which process runs the stack of a directory.
///
/// It holds the process's number and the moment it was started (proc(5), field 22), so that a number given out again
/// after a crash is not taken for the stack.
package struct StackLock: Sendable {
    private let directory: RunDirectory

    /// Takes the directory for this process.
    static func take(_ directory: RunDirectory) throws(StackFailure) -> StackLock {
        if holder(of: directory) != nil { throw .alreadyRunning(directory: directory.path) }
        let mine = ProcessInfo.processInfo.processIdentifier
        try Files.write("\(mine) \(startTime(mine) ?? "")\n", to: directory.lockFile)
        return StackLock(directory: directory)
    }

    func release() { try? FileManager.default.removeItem(atPath: directory.lockFile) }

    /// The process that runs the directory's stack; nil: none does.
    package static func holder(of directory: RunDirectory) -> Int32? {
        guard let bytes = try? Files.read(directory.lockFile) else { return nil }
        let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let process = Int32(words[0]), startTime(process) == String(words[1]) else {
            return nil
        }
        return process
    }

    /// Ends the stack of a directory in order and waits until it has; false: there is none.
    package static func end(_ directory: RunDirectory) throws(StackFailure) -> Bool {
        guard let process = holder(of: directory) else { return false }
        kill(process, SIGTERM)
        let deadline = Deadline.milliseconds(60_000)
        while holder(of: directory) == process {
            if deadline.isPast { throw .refused("the stack (process \(process)) does not end") }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return true
    }

    private static func startTime(_ process: Int32) -> String? {
        guard let bytes = try? Files.read("/proc/\(process)/stat") else { return nil }
        // The program's name, in parentheses, may hold spaces: fields are counted from behind it.
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? String(fields[19]) : nil
    }
}
