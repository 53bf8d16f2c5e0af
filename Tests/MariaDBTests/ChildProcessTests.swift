import DevStack
import Foundation
import Testing
import Threading

@Suite struct ChildProcessTests {
    @Test func theEndOfAChildIsSeenByAllWhoWait() throws {
        let directory = try TemporaryDirectory()
        let child = try ChildProcess("/bin/true", [], log: "\(directory.path)/log")
        #expect(child.wait(until: .milliseconds(5_000)))
        #expect(child.wait(until: .milliseconds(0)))
        #expect(!child.isRunning)
    }
}
