import DevStack
import Foundation

/// An RFC 9421 implementation that is not ours: `http-message-signatures` for Python, fetched from PyPI when the tests
/// run and kept out of this repository.
struct ForeignLibrary: Sendable {
    static let requirement = "http-message-signatures==3.0.0"
    /// Fetched once for all tests; a failure is why they are not had.
    static let fetched = Result { try ForeignLibrary() }

    static var isThere: Bool { (try? fetched.get()) != nil }

    private let folder: TemporaryDirectory

    private init() throws {
        folder = try TemporaryDirectory()
        _ = try Self.run(
            ["python3", "-m", "pip", "install", "--quiet", "--target", folder.path, Self.requirement], input: "",
            environment: [:])
    }

    /// What a program prints that may use the library; `input` is its standard input.
    func run(_ program: String, input: String) throws -> String {
        try Self.run(["python3", "-c", program], input: input, environment: ["PYTHONPATH": folder.path])
    }

    private static func run(_ arguments: [String], input: String, environment: [String: String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = standardError
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let output = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try standardError.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ForeignFailure(complaint: String(decoding: complaint.suffix(2000), as: UTF8.self))
        }
        return String(decoding: output, as: UTF8.self)
    }
}

struct ForeignFailure: Error {
    /// The end of what was written to standard error.
    let complaint: String
}
