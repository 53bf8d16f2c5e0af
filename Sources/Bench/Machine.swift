import Foundation

/// The machine on which a measurement was made.
package struct Machine: Sendable {
    package let processor: String
    package let processors: Int
    package let memoryGibibytes: Int
    package let system: String

    package static var current: Machine {
        let information = ProcessInfo.processInfo
        return Machine(
            processor: value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown processor",
            processors: information.activeProcessorCount,
            memoryGibibytes: Int((Double(information.physicalMemory) / 1_073_741_824).rounded()),
            system: value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "Linux")
    }

    /// One line for the table's head.
    package var description: String {
        "\(processors) × \(processor), \(memoryGibibytes) GiB, \(system)"
    }

    private static func value(of name: String, in path: String, separator: Character) -> String? {
        guard let text = ProcessTable.text(path) else { return nil }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: separator, maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name else { continue }
            return parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
        }
        return nil
    }
}
