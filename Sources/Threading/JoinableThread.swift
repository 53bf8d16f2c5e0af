import Dispatch
import Foundation

/// A thread of its own: libfcgi and libmariadb block, which the cooperative pool must not.
package final class JoinableThread: Sendable {
    private let ended: DispatchSemaphore

    /// Starts `body` at once. `stackBytes` defaults to 512 KiB: no recursion here is deeper than a JSON document.
    package init(name: String, stackBytes: Int = 512 * 1024, _ body: @escaping @Sendable () -> Void) {
        let ended = DispatchSemaphore(value: 0)
        self.ended = ended
        let thread = Thread {
            body()
            ended.signal()
        }
        thread.name = name
        thread.stackSize = stackBytes
        thread.start()
    }

    /// Waits until the body has returned. May be called more than once.
    package func join() {
        ended.wait()
        ended.signal()
    }

    /// Waits until the body has returned or the deadline passed; true when it has returned.
    package func join(until deadline: Deadline) -> Bool {
        guard ended.wait(timeout: deadline.dispatchTime) == .success else { return false }
        ended.signal()
        return true
    }
}
