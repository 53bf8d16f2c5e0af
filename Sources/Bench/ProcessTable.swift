import Foundation

/// What the kernel says of processes (proc(5)).
package enum ProcessTable {
    /// User and system time; nil: there is no such process.
    package static func processorSeconds(_ process: Int32) -> Double? {
        // The name in parentheses may hold anything: fields are counted from behind it.
        guard let line = text("/proc/\(process)/stat"), let parenthesis = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: parenthesis)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / 100
    }

    /// Memory that is really in use (VmRSS).
    package static func residentBytes(_ process: Int32) -> Int? { bytes("VmRSS:", of: process) }

    /// The most memory that was ever in use at once (VmHWM).
    package static func peakResidentBytes(_ process: Int32) -> Int? { bytes("VmHWM:", of: process) }

    private static func bytes(_ name: String, of process: Int32) -> Int? {
        guard let status = text("/proc/\(process)/status") else { return nil }
        for line in status.split(separator: "\n") where line.hasPrefix(name) {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.count >= 2, let kilobytes = Int(words[1]) else { return nil }
            return kilobytes * 1_024
        }
        return nil
    }

    /// The processes whose parent is `process`.
    package static func children(of process: Int32) -> [Int32] {
        guard let list = text("/proc/\(process)/task/\(process)/children") else { return [] }
        return list.split(separator: " ").compactMap { Int32($0) }
    }

    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
