import FastCGIPeer
import Foundation
import OpenSSL
import Threading

/// A `kadock-worker` process by itself, without nginx; its database is away unless `database` says where it is.
final class WorkerProcess {
    let directory: String
    let configuration: String
    var socket: String { directory + "/worker.sock" }
    private(set) var process = Process()
    private let log: String
    private let environment: [String: String]

    init(_ settings: [String: Any] = [:], environment: [String: String] = [:]) throws {
        directory = "/tmp/kadock-\(UUID().uuidString.prefix(13).lowercased())"
        configuration = directory + "/worker.json"
        log = directory + "/worker.log"
        self.environment = environment
        let manager = FileManager.default
        try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (name, content) in [
            ("key.pem", try PrivateKey.generateEd25519().pem()), ("password", Array("none\n".utf8)), ("worker.log", []),
        ] {
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            _ = manager.createFile(atPath: "\(directory)/\(name)", contents: Data(content), attributes: attributes)
        }
        var all: [String: Any] = [
            "name": "test", "base_url": "https://localhost", "listen": "unix:\(directory)/worker.sock", "threads": 4,
            "lanes": 1, "metrics_directory": directory, "deadline_ms": 500,
            "database.socket": directory + "/none.sock", "database.password_file": directory + "/password",
            "platform.ed25519_private_key_file": directory + "/key.pem", "platform.ed25519_key_id": "k1",
            "secrets.directory": directory,
        ]
        all.merge(settings) { $1 }
        try JSONSerialization.data(withJSONObject: all).write(to: URL(filePath: configuration))
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Starts the process, again if it has ended; `input` becomes its descriptor 0.
    func start(input: FileHandle = .nullDevice, arguments: [String]? = nil) throws {
        process = Process()
        process.executableURL = Programs.directory.appendingPathComponent("kadock-worker")
        process.arguments = arguments ?? ["--config", configuration]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        let output = try FileHandle(forWritingTo: URL(filePath: log))
        try output.seekToEnd()
        process.standardError = output
        try process.run()
    }

    /// Waits until the worker can be connected to.
    func waitUntilReady() -> Bool {
        let deadline = Deadline.milliseconds(20_000)
        while !deadline.isPast, process.isRunning {
            if (try? FastCGIPeer(path: socket)) != nil { return true }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return false
    }

    /// The exit status; -1 when it does not end within a generous time, -2 when a signal ended it.
    func exitStatus() -> Int32 {
        let deadline = Deadline.milliseconds(20_000)
        while process.isRunning {
            if deadline.isPast { return -1 }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return process.terminationReason == .exit ? process.terminationStatus : -2
    }

    /// One request on a connection of its own; the CGI answer as text.
    func ask(_ method: String, _ uri: String, _ more: [(String, String)] = []) throws -> String {
        let peer = try FastCGIPeer(path: socket)
        peer.send(FastCGIRecords.request(method: method, uri: uri, extra: [("KADOCK_REQUEST_ID", "r-1")] + more))
        guard case .answered(let text) = peer.receive() else { return "" }
        return text
    }

    var logLines: [String] {
        let content = FileManager.default.contents(atPath: log) ?? Data()
        return String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
