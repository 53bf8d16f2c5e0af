import ArgumentParser
import DevStack
import Foundation

/// `kadock up --detach`: the same program once more, in a session of its own.
enum Detached {
    /// Returns when the stack serves; fails with its words when it does not.
    static func start(_ up: Up) throws {
        let directory = RunDirectory(up.directory)
        try Report.orExit { () throws(StackFailure) in try directory.make() }
        let log = directory.log("up")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // setsid: a closed terminal does not end it. Its --wait keeps this process there to be asked how it went.
        process.arguments = [
            "-c", #"exec setsid --wait "$@" >"$0" 2>&1"#, log,
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"), "up", "--directory",
            directory.path, "--port", String(up.port), "--workers", String(up.workers),
            "--no-tour",
        ]
        if up.noDemo { process.arguments?.append("--no-demo") }
        process.standardInput = FileHandle.nullDevice
        if StackLock.holder(of: directory) != nil {
            try Report.orExit { () throws(StackFailure) in throw .alreadyRunning(directory: directory.path) }
        }
        let paysFirst = up.paysFirst
        try process.run()
        while process.isRunning {
            if StackLock.isReady(directory), let stack = try? StackDescription.read(directory) {
                Report.running(stack, in: directory, json: up.json)
                if paysFirst {
                    _ = try DemoCommand.show(
                        stack, in: directory, json: false, to: up.json ? .standardError : .standardOutput)
                }
                return
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        let words = FileManager.default.contents(atPath: log) ?? Data()
        FileHandle.standardError.write(words.isEmpty ? Data("kadock: the stack ended\n".utf8) : words)
        throw ExitCode.failure
    }
}
