import Dispatch
import Synchronization
import Testing
import Threading

@Suite struct RepeatingThreadTests {
    @Test(.timeLimit(.minutes(1)))
    func itIsPreparedOnceAndRepeatsUntilItIsStopped() {
        let prepared = Atomic(0)
        let rounds = Atomic(0)
        let third = DispatchSemaphore(value: 0)
        let thread = RepeatingThread(name: "again") {
            prepared.add(1, ordering: .relaxed)
            return {
                if rounds.add(1, ordering: .relaxed).newValue == 3 { third.signal() }
                return 0
            }
        }
        third.wait()
        thread.stop()
        let done = rounds.load(ordering: .relaxed)
        #expect(prepared.load(ordering: .relaxed) == 1)
        #expect(done >= 3)
        #expect(rounds.load(ordering: .relaxed) == done)
    }

    @Test(.timeLimit(.minutes(1)))
    func stoppingEndsAPause() {
        let rounds = Atomic(0)
        let hour = 3_600_000
        let thread = RepeatingThread(name: "later", firstPauseMilliseconds: hour) {
            {
                rounds.add(1, ordering: .relaxed)
                return hour
            }
        }
        thread.stop()
        #expect(rounds.load(ordering: .relaxed) == 0)
    }
}
