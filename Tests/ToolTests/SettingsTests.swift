import Foundation
import Settings
import Testing

@Suite("Settings")
struct SettingsTests {
    /// Writes a configuration into a directory of its own.
    private func settings(_ json: String) throws -> (URL, URL) {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("kadock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let file = directory.appendingPathComponent("worker.json")
        try Data(json.utf8).write(to: file)
        return (directory, file)
    }

    private func failure(
        _ json: String, _ environment: [String: String] = [:], _ ask: (borrowing Settings) throws -> Void = { _ in }
    ) throws -> String? {
        let (directory, file) = try settings(json)
        defer { try? FileManager.default.removeItem(at: directory) }
        do {
            let settings = try Settings(file: file.path, environment: environment)
            try ask(settings)
            try settings.refuseUnknown()
            return nil
        } catch let failure as SettingsFailure {
            return failure.description.replacingOccurrences(of: file.path, with: "FILE")
        }
    }

    @Test("values come from the file, nested or flat, and the environment overrides them")
    func values() throws {
        let json = #"{"listen": "inherited", "threads": 8, "database": {"name": "kadock"}, "database.port": 3306}"#
        let environment = ["KADOCK_THREADS": "12", "KADOCK_DATABASE_HOST": "db", "PATH": "/bin"]
        let message = try failure(json, environment) { settings in
            let listen = try settings.requiredText("listen")
            #expect(listen == "inherited")
            #expect(try settings.number("threads", in: 1...64) == 12)
            #expect(try settings.text("database.name") == "kadock")
            #expect(try settings.number("database.port", in: 1...65_535) == 3_306)
            #expect(try settings.text("database.host") == "db")
            #expect(try settings.text("log_level") == nil)
            #expect(try settings.number("lanes", in: 1...64) == nil)
        }
        #expect(message == nil)
    }

    @Test("an unknown key stops the start, in the file and in the environment")
    func unknownKeys() throws {
        #expect(try failure(#"{"thread": 8}"#) == "FILE: unknown key thread")
        let misspelt = try failure(#"{"database": {"sokcet": "x"}}"#) { _ = try $0.text("database.socket") }
        #expect(misspelt == "FILE: unknown key database.sokcet")
        let variable = try failure("{}", ["KADOCK_THREAD": "8"]) { _ = try $0.number("threads", in: 1...64) }
        #expect(variable == "unknown environment variable KADOCK_THREAD")
    }

    @Test("a missing key names its variable too")
    func missing() throws {
        let message = try failure("{}") { _ = try $0.requiredText("database.socket") }
        #expect(message == "FILE: database.socket (or KADOCK_DATABASE_SOCKET) is missing")
    }

    @Test(
        "numbers are whole and in their range",
        arguments: ["0", "65", "-1", "+5", " 5", "5 ", "5.0", "1e1", "0x5", "", "-", "99999999999999999999", "٥"])
    func badNumbers(text: String) throws {
        let message = try failure("{}", ["KADOCK_THREADS": text]) { _ = try $0.number("threads", in: 1...64) }
        #expect(message == "KADOCK_THREADS must be a whole number from 1 to 64")
    }

    @Test("a value of another kind is refused, whatever the environment says")
    func kinds() throws {
        let overridden = try failure(#"{"threads": "8"}"#, ["KADOCK_THREADS": "8"]) { settings in
            _ = try settings.number("threads", in: 1...64)
        }
        #expect(overridden == "FILE: threads must be a whole number")
        let number = try failure(#"{"listen": 8}"#) { _ = try $0.text("listen") }
        #expect(number == "FILE: listen must be a text")
        let tooMany = try failure(#"{"threads": 65}"#) { _ = try $0.number("threads", in: 1...64) }
        #expect(tooMany == "FILE: threads must be a whole number from 1 to 64")
        for value in ["null", "[1]", "1.5", "1e2"] {
            #expect(
                try failure(#"{"threads": \#(value)}"#)
                    == "FILE: threads must be a text, a whole number, true or false")
        }
    }

    @Test("a file that is not a JSON object, or gives a key twice, is refused")
    func badFiles() throws {
        #expect(try failure("[]") == "FILE: the configuration must be a JSON object")
        #expect(try failure(#"{"a": 1,}"#)?.hasPrefix("FILE: not JSON at byte") == true)
        #expect(try failure(#"{"a": 1, "a": 2}"#)?.hasPrefix("FILE: not JSON at byte") == true)
        #expect(try failure(#"{"a": {"b": 1}, "a.b": 2}"#) == "FILE: a.b is given twice")
        #expect(throws: SettingsFailure.self) { _ = try Settings(file: "/nowhere/worker.json", environment: [:]) }
    }

    @Test("a secret stands in a file that is not open to everybody")
    func secrets() throws {
        let (directory, _) = try settings("{}")
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appendingPathComponent("password").path
        func read() throws -> String? {
            try failure(#"{"password_file": "\#(path)"}"#) { settings in
                let secret = try settings.secret("password_file")
                #expect(secret == Array("a b".utf8))
            }
        }
        #expect(try read() == "FILE: password_file: the file \(path) cannot be read")
        try Data("a b\r\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(try read() == nil)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(try read()?.contains("must not be open to everybody") == true)
        try Data("\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try read() == "FILE: password_file: the file \(path) is empty")
    }
}
