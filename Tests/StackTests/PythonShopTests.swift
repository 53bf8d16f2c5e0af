import Bench
import DevStack
import Foundation
import Testing

/// A shop that shares no line with us: Python, `requests`, RFC 9421 by `http-message-signatures`, OpenAPI by
/// `openapi-spec-validator`, fetched from PyPI when the test runs. Its steps are in `Python/acceptance.py`.
@Suite struct PythonShopTests {
    @Test("K1 K2 K3 a foreign shop charges, repeats, is refused, refunds, tops up, is told; all signatures hold")
    func acceptance() throws {
        let stack = try TestStack.shared.get().stack
        let library = try TemporaryDirectory()
        let fetched = try run(
            [
                "-m", "pip", "install", "--quiet", "--target", library.path, "http-message-signatures==3.0.0",
                "requests", "openapi-spec-validator",
            ],
            library.path)
        try #require(fetched.status == 0, "python3-pip could not fetch the libraries: \(fetched.output)")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/acceptance.py")
        let shop = try run(
            [script.path(percentEncoded: false), stack.directory.descriptionFile], library.path)
        #expect(shop.status == 0, "\(shop.output)")
        #expect(shop.output.contains("ok   as described: Balance"))
        #expect(try Audit.violations(at: stack.database.address(.owner)) == [])
    }

    private func run(_ arguments: [String], _ library: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": library]) { _, new in new }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}
