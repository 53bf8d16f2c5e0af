import Deductions
import Foundation
import MariaDB
import Threading

/// The same test program once more, as a second process whose engine takes part in races.
final class RaceProcess {
    private static let variable = "KADOCK_TEST_RACE"
    private static let mark = "RACE "

    private let process = Process()
    private let orders = Pipe()
    private let answers = Pipe()
    private var unread = Data()

    init(_ address: DatabaseAddress) throws {
        guard case .socket(let socket) = address.place else { throw StageFailure.child("needs a socket") }
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--filter") } + ["--filter", "assignedRaces"]
        var environment = ProcessInfo.processInfo.environment
        environment[Self.variable] = [socket, address.user, address.password, address.database]
            .joined(separator: " ")
        process.environment = environment
        process.standardInput = orders
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Hands all of it in at once, in the other process.
    func post(_ commands: [any Command]) throws {
        let line = commands.map(RaceOrder.text).joined(separator: ";") + "\n"
        try orders.fileHandleForWriting.write(contentsOf: Data(line.utf8))
    }

    /// What came of the commands that were posted last.
    func verdicts(_ session: Session) throws -> [Verdict] {
        while true {
            while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread = Data(unread[unread.index(after: end)...])
                guard let mark = line.range(of: Self.mark) else { continue }
                return try line[mark.upperBound...].split(separator: ";").map { try RaceVerdict.verdict($0, session) }
            }
            let more = answers.fileHandleForReading.availableData
            guard !more.isEmpty else { throw StageFailure.child("ended in the middle of a race") }
            unread += more
        }
    }

    /// Ends the other process.
    func finish() {
        try? orders.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Whether this is that second process.
    static var isAssigned: Bool { ProcessInfo.processInfo.environment[variable] != nil }

    /// The second process's part: reads commands line by line until there are no more.
    static func run() {
        let words = (ProcessInfo.processInfo.environment[variable] ?? "").split(separator: " ").map(String.init)
        guard words.count == 4 else { return }
        var settings = EngineSettings()
        settings.name = "race-b"
        let engine = Engine(
            settings,
            address: DatabaseAddress(place: .socket(words[0]), user: words[1], password: words[2], database: words[3]))
        while let line = readLine() {
            let postings = line.split(separator: ";").map { RaceOrder.command($0).map { engine.post($0) } }
            let verdicts = postings.map { posting -> Verdict? in
                guard case .waiting(let ticket) = posting else { return nil }
                return ticket.verdict(.milliseconds(20_000))
            }
            print(mark + verdicts.map(RaceVerdict.text).joined(separator: ";"))
            fflush(nil)
        }
        engine.stop()
    }
}
