import ArgumentParser
import DemoShop
import DevStack
import Foundation
import JSON
import OpenSSL

/// `kadock demo`
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Makes real payments against the running stack, and shows what happened.",
        discussion: """
            Needs the demo merchants and payers of `kadock up`. Ends with 1 when a step did not go as it should.
            """)

    @Option(help: "The directory given to `kadock up`.")
    var directory = ".kadock"

    @Flag(help: "Prints one JSON object a step, and one at the end.")
    var json = false

    func run() throws {
        let directory = RunDirectory(directory)
        let stack = try Report.orExit { () throws(StackFailure) in try Self.stack(directory) }
        if try !Self.show(stack, in: directory, json: json) { throw ExitCode.failure }
    }

    private static func stack(_ directory: RunDirectory) throws(StackFailure) -> StackDescription {
        guard StackLock.isReady(directory) else { throw .refused("no stack runs in \(directory.path)") }
        return try StackDescription.read(directory)
    }

    /// Pays in every way there is and prints each step; false: one went wrong.
    static func show(
        _ stack: StackDescription, in directory: RunDirectory, json: Bool, to output: FileHandle = .standardOutput
    ) throws -> Bool {
        let plan = try Report.orExit { () throws(StackFailure) in try Self.plan(stack, in: directory) }
        // What was printed so far comes first.
        fflush(nil)
        let write = { (line: String) in output.write(Data("\(line)\n".utf8)) }
        var tour = Tour(plan) { write(json ? Self.json($0) : Self.text($0)) }
        tour.run()
        if json {
            write(#"{"good":\#(tour.isGood)}"#)
        } else {
            write(tour.isGood ? "All of it went as it should." : "Not all of it went as it should.")
        }
        return tour.isGood
    }

    private static func text(_ step: TourStep) -> String {
        "\(step.isGood ? "✓" : "✗") \(step.mode.padded(to: 8))  \(step.request)\n            \(step.words)"
    }

    private static func json(_ step: TourStep) -> String {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.field("mode", step.mode)
            writer.field("request", step.request)
            writer.field("result", step.words)
            writer.field("good", step.isGood)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func plan(
        _ stack: StackDescription, in directory: RunDirectory
    ) throws(StackFailure) -> TourPlan {
        guard let shop = stack.merchants.first, let key = Base64.decode(shop.hmacKey),
            let own = stack.payers.first(where: { $0.merchant == shop.id }),
            let platform = stack.payers.first(where: { $0.merchant == nil })
        else { throw .refused("the stack has no demo merchants and payers") }
        return TourPlan(
            gateway: stack.baseURL, authorityFile: stack.authorityFile, keyID: shop.hmacKeyID, key: key,
            payer: own.id, login: platform.login, pin: platform.pin,
            settle: { SettleRun.run(asOf: $0, in: directory) })
    }
}
