import Foundation

/// A directory that a test fills and runs programs in; it is removed with the test.
final class Scratch {
    struct CommandFailure: Error, CustomStringConvertible {
        let description: String
    }

    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "kadock-scratch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: url.appending(path: name))
    }

    func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: url.appending(path: name)))
    }

    /// Runs a program in the directory; throws unless it ends with 0. Returns what it printed.
    @discardableResult
    func run(_ command: String...) throws -> String { try run(command) }

    /// Runs a program in the directory; throws unless it ends with 0. Returns what it printed.
    @discardableResult
    func run(_ command: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = url
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw CommandFailure(description: "\(command.joined(separator: " ")): \(text)")
        }
        return text
    }
}
