import Foundation
import Threading

/// The file that says which process runs the stack of a directory.
///
/// It holds the process's number and the moment it was started (proc(5), field 22), so that a number given out again
/// after a crash is not taken for the stack; then `ready`, once the stack serves.
package struct StackLock: Sendable {
    private let directory: RunDirectory

    /// Takes the directory for this process.
    static func take(_ directory: RunDirectory) throws(StackFailure) -> StackLock {
        if holder(of: directory) != nil { throw .alreadyRunning(directory: directory.path) }
        let lock = StackLock(directory: directory)
        try lock.write(state: "starting")
        return lock
    }

    /// Lets those know who wait for the stack to serve.
    func markReady() throws(StackFailure) { try write(state: "ready") }

    private func write(state: String) throws(StackFailure) {
        let mine = ProcessInfo.processInfo.processIdentifier
        try Files.write("\(mine) \(Self.startTime(mine) ?? "") \(state)\n", to: directory.lockFile)
    }

    func release() { try? FileManager.default.removeItem(atPath: directory.lockFile) }

    /// The process that runs the directory's stack; nil: none does.
    package static func holder(of directory: RunDirectory) -> Int32? {
        let words = words(of: directory)
        guard words.count == 3, let process = Int32(words[0]), startTime(process) == words[1] else { return nil }
        return process
    }

    /// Whether the directory's stack serves.
    package static func isReady(_ directory: RunDirectory) -> Bool {
        holder(of: directory) != nil && words(of: directory).last == "ready"
    }

    private static func words(of directory: RunDirectory) -> [String] {
        guard let bytes = try? Files.read(directory.lockFile) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }.map(String.init)
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
