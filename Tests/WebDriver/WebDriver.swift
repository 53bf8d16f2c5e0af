import DevStack
import Foundation
import HTTPClient
import JSON
import Threading

/// Debian's chromedriver as a process of ours, spoken to by the WebDriver protocol (https://www.w3.org/TR/webdriver2/)
/// on a port of its own choice.
package final class WebDriver: Sendable {
    private static let program = "/usr/bin/chromedriver"

    /// Whether both programs are installed.
    package static var isInstalled: Bool {
        [program, "/usr/bin/chromium"].allSatisfy(FileManager.default.isExecutableFile)
    }

    /// Where browsers keep what they keep; gone with the driver.
    let scratch: TemporaryDirectory
    private let process: ChildProcess
    private let port: Int

    /// Starts the driver.
    package init() throws {
        guard Self.isInstalled else {
            throw StackFailure.missingPackage(program: Self.program, package: "chromium chromium-driver")
        }
        scratch = try TemporaryDirectory()
        let log = "\(scratch.path)/driver.log"
        process = try ChildProcess(
            Self.program, ["--port=0"], log: log, environment: ["HOME": scratch.path, "TMPDIR": scratch.path])
        let deadline = Deadline.milliseconds(60_000)
        while true {
            let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if let found = words.firstMatch(of: /started successfully on port ([0-9]+)/), let port = Int(found.1) {
                self.port = port
                return
            }
            guard process.isRunning, !deadline.isPast else {
                throw StackFailure.didNotStart(name: Self.program, log: words)
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    deinit {
        // Whatever browser is left hangs on a pipe of the driver's, and goes with it.
        process.signalGroup(SIGKILL)
        process.wait()
    }

    /// Sends a command and waits for what it brings; `body` makes it a POST.
    func ask(_ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
        var writer = JSONWriter(capacity: 1_024)
        if let body { writer.value(body) }
        let rules = URLRules.outgoing(allowsCleartext: true, addresses: .publicAndLoopback)
        let answer = try HTTPClient(policy: .publicAndLoopback).send(
            OutgoingRequest(
                body == nil ? .get : .post, CheckedURL("http://127.0.0.1:\(port)\(path)", rules),
                headers: [("content-type", "application/json")], body: writer.bytes, limits: Self.limits))
        let value = try JSONReader.parse(answer.body)["value"] ?? .null
        guard answer.status == 200 else {
            throw WebDriverFailure(code: value["error"]?.text ?? "", message: value["message"]?.text ?? "")
        }
        return value
    }

    /// Patient, and with room for pictures.
    private static let limits = OutgoingLimits(totalMilliseconds: 300_000, bodyBytes: 64 * 1024 * 1024)
}
