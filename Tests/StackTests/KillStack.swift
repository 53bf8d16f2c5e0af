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
        return try DevStack.start(options)
    }

    static func get() throws -> DevStack { try started.get() }

    /// Whether the books are in order; to be called at the end of a test.
    static func expectBooksInOrder(_ stack: DevStack, _ location: SourceLocation = #_sourceLocation) throws {
        let violations = try Audit.violations(at: stack.database.address(.owner))
        #expect(violations == [], sourceLocation: location)
    }
}
