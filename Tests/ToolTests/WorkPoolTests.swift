import Dispatch
import Foundation
import Synchronization
import Testing
import Threading

struct WorkPoolTests {
    @Test("work runs in the order it comes, and a stop runs what waits")
    func order() {
        let pool = WorkPool(name: "order", threads: 1)
        let seen = Guarded<[Int]>([])
        for number in 0..<1_000 { pool.run { seen.withLock { $0.append(number) } } }
        pool.stop()
        #expect(seen.withLock { $0 } == Array(0..<1_000))
    }

    @Test("as many pieces run at once as there are threads")
    func together() {
        let pool = WorkPool(name: "together", threads: 3)
        let arrived = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        for _ in 0..<3 {
            pool.run {
                arrived.signal()
                gate.wait()
            }
        }
        for _ in 0..<3 { #expect(arrived.wait(timeout: .now() + 20) == .success) }
        for _ in 0..<3 { gate.signal() }
        pool.stop()
    }

    @Test("what a piece of work holds goes when it has run, though the pool is never empty")
    func lettingGo() {
        final class Token: Sendable {
            static let alive = Atomic(0)
            init() { Self.alive.wrappingAdd(1, ordering: .relaxed) }
            deinit { Self.alive.wrappingSubtract(1, ordering: .relaxed) }
        }
        let pool = WorkPool(name: "letting go", threads: 1)
        let gate = DispatchSemaphore(value: 0)
        let isHalfDone = DispatchSemaphore(value: 0)
        func add(_ count: Int) {
            for _ in 0..<count {
                let token = Token()
                pool.run { withExtendedLifetime(token) {} }
            }
        }
        pool.run { gate.wait() }
        add(300)
        pool.run {
            isHalfDone.signal()
            gate.wait()
        }
        add(700)
        gate.signal()
        isHalfDone.wait()
        #expect(Token.alive.load(ordering: .relaxed) == 700)
        gate.signal()
        pool.stop()
        #expect(Token.alive.load(ordering: .relaxed) == 0)
    }
}
