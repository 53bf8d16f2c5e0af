import Deductions
import Events
import Foundation
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("The sequencer on a database", .serialized)
struct SequencerTests {
    private let stage: EngineStage

    init() throws { stage = try EngineStage.shared.get() }

    @Test("Only the holder of the lease works; another one takes over when it has run out")
    func lease() throws {
        let first = Sequencer(stage.address, holder: "first")
        let second = Sequencer(stage.address, holder: "second")
        try takeLease(first)
        let administrator = try stage.administrator()
        defer { administrator.close() }
        let epoch = try administrator.query("SELECT epoch FROM sequencer").first?.int64(0) ?? 0
        #expect(try second.pass() == .standby)
        try administrator.execute("UPDATE sequencer SET lease_until = 0 WHERE id = 1")
        #expect(try second.pass() != .standby)
        #expect(try administrator.query("SELECT epoch FROM sequencer").first?.int64(0) == epoch + 1)
        // The first one finds itself replaced, whatever it believed.
        #expect(try first.pass() == .standby)
    }

    @Test("Sequencers that are killed, two at once, batches that are rolled back: never a gap, a repeat or a swap")
    func killed() throws {
        let engine = stage.engine(lanes: 3, name: "sequenced")
        let cast = try stage.makeCast(engine, money: [1_000_000, 1_000_000])
        let isOver = Guarded(false)
        let threads = (0..<2).map { number in
            JoinableThread(name: "sequencer \(number)") { [stage] in
                let sequencer = Sequencer(stage.address, holder: "sequencer \(number)")
                while !isOver.withLock({ $0 }) {
                    let pass = try? sequencer.pass()
                    if pass == .standby || pass == .idle { Thread.sleep(forTimeInterval: 0.002) }
                }
            }
        }
        let disturber = JoinableThread(name: "disturber") { [stage] in
            guard let session = try? stage.administrator() else { return }
            defer { session.close() }
            while !isOver.withLock({ $0 }) {
                Thread.sleep(forTimeInterval: 0.02)
                // Whoever is in a pass is cut off, and whoever holds the lease loses it. Only sequencers: invariants
                // that other tests check at the same time read the positions too.
                let sessions = try? session.query(
                    """
                    SELECT id FROM information_schema.processlist
                    WHERE user = 'kadock_worker' AND info LIKE '%event_position%'
                    """)
                for row in sessions ?? [] { try? session.script("KILL CONNECTION \(row.int64(0))") }
                _ = try? session.execute("UPDATE sequencer SET lease_until = 0 WHERE id = 1")
            }
        }
        for number in 0..<300 {
            let payer = cast.rich[number % 2]
            let charge = Order.charge(cast.merchants[0], payer, 10, no: "sequenced-\(number)")
            guard case .answered(.payment(let payment), _) = engine.submit(charge, .milliseconds(20_000)) else {
                Testing.Issue.record("no payment")
                continue
            }
            if number % 3 == 0 {
                let refund = Order.refund(cast.merchants[0], payment.terms.id, 4, no: "back-\(number)")
                _ = engine.submit(refund, .milliseconds(20_000))
            }
        }
        isOver.withLock { $0 = true }
        for thread in threads + [disturber] { thread.join() }
        engine.stop()
        try sequenceAll()

        let administrator = try stage.administrator()
        defer { administrator.close() }
        let unsequenced = try administrator.query(
            """
            SELECT e.id FROM event e LEFT JOIN event_position p ON p.event_id = e.id
            WHERE e.merchant_id = \(cast.merchants[0].number) AND p.seq IS NULL
            """)
        #expect(unsequenced.isEmpty)
        #expect(try stage.brokenInvariants() == [])
    }

    private func takeLease(_ sequencer: Sequencer) throws {
        while try sequencer.pass() == .standby { Thread.sleep(forTimeInterval: 0.05) }
    }

    private func sequenceAll() throws {
        let sequencer = Sequencer(stage.address, holder: "last")
        while try sequencer.pass() != .idle { Thread.sleep(forTimeInterval: 0.005) }
    }
}
