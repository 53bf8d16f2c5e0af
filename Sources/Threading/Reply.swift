import Dispatch
import Synchronization

/// A value handed to one waiting thread. After a timeout nobody waits and a late `send` hurts nobody.
package final class Reply<Value: Sendable>: Sendable {
    // Never contended but by the two ends of one hand-over, so the in-order futex does no harm here.
    private let value = Mutex<Value?>(nil)
    private let ready = DispatchSemaphore(value: 0)

    package init() {}

    /// Hands the value over; only the first one counts.
    package func send(_ newValue: Value) {
        let isFirst = value.withLock { current in
            if current != nil { return false }
            current = newValue
            return true
        }
        if isFirst { ready.signal() }
    }

    /// Waits for the value; nil when the deadline passed first.
    package func receive(until deadline: Deadline) -> Value? {
        guard ready.wait(timeout: deadline.dispatchTime) == .success else { return nil }
        return value.withLock { $0 }
    }

    /// Waits for the value as long as it takes.
    package func receive() -> Value {
        while true {
            ready.wait()
            if let value = value.withLock({ $0 }) { return value }
        }
    }
}
