import Foundation
import Logging
import Testing

@testable import kadock_worker

@Suite("kadock-worker: log lines")
struct WorkerLogTests {
    /// What the handler writes for one record.
    private func line(_ message: String, _ metadata: Logger.Metadata = [:]) throws -> [UInt8] {
        let pipe = Pipe()
        let output = LogOutput(pipe.fileHandleForWriting)
        var log = Logger(label: "test", factory: { _ in JSONLogHandler(output: output) })
        log[metadataKey: "worker"] = "w1"
        log.info("\(message)", metadata: metadata)
        return Array(pipe.fileHandleForReading.availableData)
    }

    @Test(
        "N3 nothing that is logged forges a line or moves a cursor",
        arguments: [
            "a\nb", "a\r\nb", "\u{1B}[2J", "\u{2028}{\"level\":\"info\"}", "\u{2029}", "\u{85}", "\u{9B}31m", "\"}\n{",
            "\\", "\u{202E}evil", "\0", "\u{7F}", "%n%s", "é", "e\u{301}", "😀", "付款",
        ])
    func injection(text: String) throws {
        let bytes = try line(text, ["value": "\(text)"])
        #expect(bytes.last == 0x0A)
        #expect(bytes.dropLast().allSatisfy { (0x20...0x7E).contains($0) })
        let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: String]
        let read = try #require(object)
        #expect(read["message"].map { Array($0.utf8) } == Array(text.utf8))
        #expect(read["value"].map { Array($0.utf8) } == Array(text.utf8))
        #expect(read["level"] == "info")
        #expect(read["worker"] == "w1")
    }

    @Test("N3 a value of a megabyte is cut")
    func longValue() throws {
        let bytes = try line("long", ["value": "\(String(repeating: "x", count: 1 << 20))"])
        #expect(bytes.count < 2_048)
        let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: String]
        #expect(object?["value"]?.hasSuffix("...") == true)
    }
}
