import DevStack
import Foundation

/// Packages for Python that are not ours, fetched from PyPI when a test runs and kept out of this repository.
package final class PythonPackages: Sendable {
    private let folder: TemporaryDirectory

    /// Fetches packages and what they need. Throws `PythonFailure` when PyPI or pip is not there.
    package init(_ requirements: String...) throws {
        folder = try TemporaryDirectory()
        _ = try Self.run(["-m", "pip", "install", "--quiet", "--target", folder.path] + requirements)
    }

    /// What a program prints that may use the packages: `arguments` are those of python3, `input` is its standard
    /// input. Throws `PythonFailure` unless it ends with 0.
    package func run(_ arguments: [String], input: String = "") throws -> String {
        try Self.run(arguments, input: input, environment: ["PYTHONPATH": folder.path])
    }

    private static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        // A file takes as much as is complained about, while the output is read.
        let scratch = try TemporaryDirectory()
        let complaints = URL(filePath: scratch.path).appending(path: "complaints")
        try Data().write(to: complaints)
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = try FileHandle(forWritingTo: complaints)
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let output = String(decoding: try standardOutput.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let words = String(decoding: try Data(contentsOf: complaints), as: UTF8.self)
            throw PythonFailure(output: String(output.suffix(4000)), complaint: String(words.suffix(4000)))
        }
        return output
    }
}
