import DevStack
import Foundation
import Testing
import Threading

/// `kadock up`, `down` and `migrate` as programs.
@Suite struct KadockUpTests {
    let home: TemporaryDirectory
    var directory: RunDirectory { RunDirectory("\(home.path)/s") }

    init() throws { home = try TemporaryDirectory() }

    /// Starts the program; what it says goes to a file: a pipe would be held open by what runs on in the background.
    private func start(_ arguments: [String], output path: String) throws -> Process {
        let process = Process()
        process.executableURL = Programs.directory.appendingPathComponent("kadock")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        try Data().write(to: URL(filePath: path))
        let output = try FileHandle(forWritingTo: URL(filePath: path))
        process.standardOutput = output
        process.standardError = output
        try process.run()
        return process
    }

    /// Runs the program to its end.
    private func run(_ arguments: String...) throws -> (status: Int32, output: String) {
        let path = "\(home.path)/output-\(UUID().uuidString)"
        let process = try start(arguments, output: path)
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: path, encoding: .utf8))
    }

    private func processes() -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int32($0) != nil } ?? []
        return all.compactMap { process in
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            let text = String(decoding: line, as: UTF8.self).replacing("\0", with: " ")
            return text.contains(home.path) ? text : nil
        }
    }

    private func waitUntil(_ condition: () -> Bool) -> Bool {
        let deadline = Deadline.milliseconds(60_000)
        while !condition() {
            if deadline.isPast { return false }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return true
    }

    @Test("Ctrl-C ends everything, and so does the death of the program", arguments: [SIGINT, SIGTERM, SIGKILL])
    func endings(_ signal: Int32) throws {
        let up = try start(
            ["up", "--directory", directory.path, "--no-demo", "--workers", "1"], output: "\(home.path)/output")
        #expect(waitUntil { StackLock.isReady(directory) || !up.isRunning })
        #expect(processes().count >= 4)
        kill(up.processIdentifier, signal)
        up.waitUntilExit()
        #expect(signal == SIGKILL || up.terminationStatus == 0)
        // nginx's own processes end a moment after their master.
        #expect(waitUntil { processes().isEmpty })
        #expect(StackLock.holder(of: directory) == nil)
    }

    @Test func detachedItRunsOnUntilItIsToldToEnd() throws {
        let up = try run("up", "--directory", directory.path, "--port", "0", "--workers", "1", "--detach", "--json")
        #expect(up.status == 0 && up.output.contains("\"base_url\":\"https://localhost:"))
        #expect(up.output.contains("{\"shop_url\":\"https://localhost:"))
        // The first start pays; whoever wants more asks for it.
        #expect(up.output.contains("✓ realtime  POST /v1/payments") && up.output.contains("✓ epay"))
        let demo = try run("demo", "--directory", directory.path, "--json")
        #expect(demo.status == 0, "\(demo.output)")
        for mode in ["realtime", "preauth", "epay"] { #expect(demo.output.contains("{\"mode\":\"\(mode)\"")) }
        #expect(demo.output.contains("\"good\":false") == false && demo.output.hasSuffix("{\"good\":true}\n"))
        #expect(StackLock.isReady(directory))
        let again = try run("up", "--directory", directory.path, "--detach")
        #expect(again.status == 1 && again.output.contains("already running"))
        let stack = try StackDescription.read(directory)
        let taken = try run(
            "up", "--directory", "\(home.path)/t", "--detach", "--port",
            String(stack.baseURL.split(separator: ":").last ?? ""))
        #expect(taken.status == 1 && taken.output.contains("is in use"))
        let migrate = try run("migrate", "--config", directory.ownerFile, "--json")
        #expect(migrate.status == 0 && migrate.output == "{\"applied\":[]}\n")
        #expect(try run("down", "--directory", directory.path, "--json").output == "{\"ended\":true}\n")
        #expect(try run("down", "--directory", directory.path, "--json").output == "{\"ended\":false}\n")
        #expect(processes().isEmpty)
        let late = try run("demo", "--directory", directory.path)
        #expect(late.status == 1 && late.output.contains("no stack runs"))
        let second = try run("up", "--directory", directory.path, "--workers", "1", "--detach")
        #expect(second.status == 0 && !second.output.contains("✓"))
        #expect(try run("down", "--directory", directory.path).status == 0)
    }

    @Test func usageIsToldWithTheExitCodeForIt() throws {
        for command in ["up", "down", "migrate", "demo"] { #expect(try run(command, "--help").status == 0) }
        #expect(try run("up", "--port", "70000").status == 64)
        #expect(try run("up", "--workers", "0").status == 64)
        #expect(try run("up", "--colour").status == 64)
        #expect(try run("nonsense").status == 64)
        let missing = try run("migrate", "--config", "\(home.path)/none.json")
        #expect(missing.status == 1 && missing.output.contains("none.json"))
    }
}
