import DevStack
import Foundation
import PageFiles
import Threading

/// A shop that consists of a docking sample, run as its readers would: settings from the environment, one act a run.
final class SampleShop {
    /// What a run came to.
    struct Ended {
        let status: Int32
        let output: String
        let complaint: String
    }

    private let language: SampleLanguage
    private let folder: TemporaryDirectory
    private let file: String
    private let environment: [String: String]
    private var receiver: ChildProcess?

    /// Stands before the first merchant of a stack. `version`: of the protocol, as files are named.
    init(_ language: SampleLanguage, _ version: String, _ stack: DevStack) throws {
        self.language = language
        folder = try TemporaryDirectory()
        let name = "epay_\(version).\(language.ending)"
        file = "\(folder.path)/\(name)"
        guard let sample = PageFiles.samples.first(where: { $0.name == name }),
            let merchant = stack.description.merchants.first
        else { throw ShopFailure(reason: "no \(name)") }
        try Data(sample.content).write(to: URL(filePath: file))
        let port = FreePort.any()
        let authority = stack.directory.authorityFile
        environment = [
            "KADOCK_URL": stack.description.baseURL + "/", "KADOCK_PID": String(merchant.pid),
            "KADOCK_KEY": merchant.md5Key, "KADOCK_PRIVATE_KEY_FILE": merchant.rsaPrivateKeyFile,
            "KADOCK_PLATFORM_KEY_FILE": merchant.platformRSAPublicKeyFile, "KADOCK_CA": authority,
            "NODE_EXTRA_CA_CERTS": authority, "KADOCK_NOTIFY_URL": "http://127.0.0.1:\(port)/notify",
            "KADOCK_RETURN_URL": "https://shop.example/back",
        ]
        guard let arguments = language.receiving(file, port: port) else { return }
        receiver = try ChildProcess(
            "/usr/bin/env", [language.program] + arguments, log: "\(folder.path)/notifies", environment: environment)
    }

    deinit { close() }

    /// Ends the receiver of notifies.
    func close() {
        receiver?.signal(SIGKILL)
        receiver?.wait()
    }

    /// Whether it has a receiver of notifies.
    var receives: Bool { receiver != nil }

    /// One run to its end.
    func run(_ arguments: String...) throws -> Ended {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [language.program, file] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let complaints = "\(folder.path)/complaints"
        try Data().write(to: URL(filePath: complaints))
        let output = Pipe()
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(filePath: complaints))
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return Ended(
            status: process.terminationStatus, output: text.trimmingCharacters(in: .newlines),
            complaint: String(decoding: try Data(contentsOf: URL(filePath: complaints)), as: UTF8.self))
    }

    /// The query of the notify that came about an order, waited for.
    func notice(of order: String) throws -> String {
        let deadline = Deadline.milliseconds(60_000)
        while !deadline.isPast {
            let log = String(
                decoding: FileManager.default.contents(atPath: "\(folder.path)/notifies") ?? Data(), as: UTF8.self)
            let line = log.split(separator: "\n").first {
                $0.contains("notify ") && $0.contains("out_trade_no=\(order)&")
            }
            if let line, let words = line.split(separator: "notify ").last { return String(words) }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw ShopFailure(reason: "no notify of \(order)")
    }
}
