import Bench
import DevStack
import Foundation
import Testing

/// The stack that the killing tests share, one after the other; it ends with the test program, of which the kernel
/// tells its processes.
enum KillStack {
    private static let place = Result { try TemporaryDirectory() }
    private static let started = Result {
        var options = StackOptions(directory: try place.get().path + "/s")
        options.programs = Programs.directory.path(percentEncoded: false)
        options.database = DatabaseOptions()
        let stack = try DevStack.start(options)
        try restartWorkers(of: stack)
        return stack
    }

    static func get() throws -> DevStack { try started.get() }

    /// Starts the workers anew. They are more patient than usual: the processors are shared with other tests, and a
    /// deadline missed for that reason would look like a refusal.
    static func restartWorkers(of stack: DevStack, environment: [String: String] = [:]) throws {
        try stack.workers.restart(environment: environment.merging(["KADOCK_DEADLINE_MS": "20000"]) { $1 })
        guard stack.waitUntilReady() else { throw ShopFailure(reason: "the workers do not come back") }
    }

    /// Whether the books are in order; to be called at the end of a test.
    static func expectBooksInOrder(_ stack: DevStack, _ location: SourceLocation = #_sourceLocation) throws {
        let violations = try Audit.violations(at: stack.database.address(.owner))
        #expect(violations == [], sourceLocation: location)
    }
}
