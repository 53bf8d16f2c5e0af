import ArgumentParser
import DevStack
import Foundation

/// `kadock up`
struct Up: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs a whole Kadock in a directory: MariaDB, workers, nginx, demo merchants and payers.",
        discussion: """
            Prints the addresses, the demo shop's first, makes a few real payments at the first start (see `kadock \
            demo`) and runs until Ctrl-C. What merchants, payers and programs need to know stands in \
            DIRECTORY/kadock.json, readable by its owner only.
            """)

    @Option(help: "Where everything lies; made if it is not there.")
    var directory = ".kadock"

    @Option(help: "nginx's port on the loopback addresses; 0 takes the one it had before, or any free one.")
    var port = 0

    @Option(help: "Worker processes.")
    var workers = 2

    @Flag(help: "Returns as soon as the stack serves, and leaves it running.")
    var detach = false

    @Flag(help: "Makes no demo merchants and payers at the first start, opens no demo shop and pays nothing.")
    var noDemo = false

    /// For the program that runs behind `--detach`: the one in front pays.
    @Flag(help: .hidden)
    var noTour = false

    @Flag(help: "Prints kadock.json's place as JSON instead of words.")
    var json = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535") }
        guard (1...64).contains(workers) else { throw ValidationError("--workers is a number from 1 to 64") }
    }

    func run() throws {
        if detach {
            try Detached.start(self)
        } else {
            try runInForeground()
        }
    }

    /// Whether this start is the directory's first, after which the demo is paid for once.
    var paysFirst: Bool {
        !noDemo && !noTour && !FileManager.default.fileExists(atPath: RunDirectory(directory).descriptionFile)
    }

    private func runInForeground() throws {
        let end = EndSignals()
        var options = StackOptions(directory: directory)
        options.port = port
        options.workers = workers
        options.demo = !noDemo
        let paysFirst = paysFirst
        let stack = try Report.orExit { () throws(StackFailure) in try DevStack.start(options) }
        Report.running(stack.description, in: stack.directory, json: json)
        if !json { print("Ctrl-C ends it.") }
        fflush(nil)
        if paysFirst {
            _ = try DemoCommand.show(
                stack.description, in: stack.directory, json: false, to: json ? .standardError : .standardOutput)
        }
        end.wait()
        stack.stop()
    }
}
