import Foundation
import MariaDB
import Values

/// The same test program once more, as a second process that runs a workload.
struct WorkloadProcess {
    private static let variable = "KADOCK_TEST_WORKLOAD"

    /// What the child is to do, from its environment; nil in the parent.
    static var assignment: DatabaseWorkload? {
        guard let text = ProcessInfo.processInfo.environment[variable] else { return nil }
        let words = text.split(separator: " ").map(String.init)
        let numbers = words[4...].compactMap { Int64($0) }
        let cast = Cast(
            merchants: numbers[0..<2].map(Identifier.init), rich: numbers[2..<5].map(Identifier.init),
            poor: Identifier(numbers[5]), blocked: Identifier(numbers[6]), platform: Identifier(numbers[7]),
            foreign: Identifier(numbers[8]), frozen: Identifier(numbers[9]))
        return DatabaseWorkload(
            address: DatabaseAddress(
                place: .socket(words[0]), user: words[1], password: words[2], database: words[3]),
            cast: cast, seeds: numbers[11...].map { UInt64($0) }, commands: Int(numbers[10]))
    }

    private let process = Process()

    init(_ workload: DatabaseWorkload) throws {
        guard case .socket(let socket) = workload.address.place else { throw StageFailure.child("needs a socket") }
        let cast = workload.cast
        let people =
            cast.merchants + cast.rich
            + [cast.poor, cast.blocked, cast.platform, cast.foreign, cast.frozen]
        let words =
            [socket, workload.address.user, workload.address.password, workload.address.database]
            + people.map { String($0.number) } + [String(workload.commands)] + workload.seeds.map { String($0) }
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--filter") } + [
                "--filter", "assignedWorkload",
            ]
        var environment = ProcessInfo.processInfo.environment
        environment[Self.variable] = words.joined(separator: " ")
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// Waits; throws if the child's own test failed.
    func finish() throws {
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw StageFailure.child("status \(process.terminationStatus)") }
    }
}
