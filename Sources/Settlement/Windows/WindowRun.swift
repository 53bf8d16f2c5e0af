package import Deductions
package import MariaDB
import Threading
package import Values

/// Charges what waits for windows that have opened.
///
/// A run has a few hands, which go by chunks. A hand locks a window that nobody else works on, has the lanes charge its
/// next payers, writes down how far it is and lets go of it; with several hands, lanes have work while others write
/// down. What is charged is decided by the lanes, payment by payment: whoever is killed, and however many run at once,
/// nothing is charged twice, and what is left is found by the next run.
package struct WindowRun: Sendable {
    private let address: DatabaseAddress
    private let settings: EngineSettings

    /// Hands for each lane: one writes down while the other's payers are charged.
    private static let handsPerLane = 2
    /// What all hands post at once must have room in one mailbox.
    private static let mostHands = 5

    package init(_ address: DatabaseAddress, _ settings: EngineSettings) {
        self.address = address
        self.settings = settings
    }

    /// Runs all windows that have opened by `asOf`, or by now. `report` is told now and then; `countsFirst`: how much
    /// there is to do, too.
    package func run(asOf: Timestamp?, countsFirst: Bool = false, _ report: (RunTally) -> Void) -> RunTally {
        let shared = Guarded(RunTally())
        // Made when needed: each engine's lanes leave a row in the database, and most runs find nothing.
        var engine: Engine?
        do throws(DatabaseFailure) {
            let session = try Session(address)
            defer { session.close() }
            let now = try WindowStore.clock(session)
            let time = asOf ?? now
            if countsFirst {
                let expected = try QueueListStore.count(until: time, session)
                shared.withLock { $0.expected = expected }
            }
            let unopened = Guarded(try QueueListStore.due(until: time, session)[...])
            let ready = try WindowStore.readyCount(until: time, session)
            if ready > 0 || unopened.withLock({ !$0.isEmpty }) {
                let lanes = Engine(settings, address: address)
                engine = lanes
                let hand = WindowHand(time: time, now: now, unopened: unopened, engine: lanes, tally: shared)
                work(hand, session, report)
            }
            let busy = Int(try WindowStore.readyCount(until: time, session))
            shared.withLock { $0.busy = busy }
        } catch let failure {
            shared.withLock { $0.failure = $0.failure ?? failure }
        }
        engine?.stop()
        return shared.withLock { $0 }
    }

    /// Works with all hands, this thread's first.
    private func work(_ hand: WindowHand, _ session: Session, _ report: (RunTally) -> Void) {
        let others = (1..<min(settings.lanes * Self.handsPerLane, Self.mostHands)).map { number in
            JoinableThread(name: "window-\(number)") {
                guard let own = try? Session(address) else { return }
                defer { own.close() }
                hand.work(own) { _ in }
            }
        }
        hand.work(session, report)
        for thread in others { thread.join() }
    }
}
