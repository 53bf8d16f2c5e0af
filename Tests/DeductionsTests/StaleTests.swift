import Deductions
import Glibc
import Ledger
import MariaDB
import Merchants
import Testing
import Threading
import Values

@Suite("G6 what is agreed with a merchant changes while its commands are under way", .serialized)
struct StaleTests {
    /// What an operator or the merchant itself changes.
    enum Change: CaseIterable { case keyAdded, keyRemoved, suspended, settingsSet }

    private let stage: EngineStage
    private let engine: Engine
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        engine = stage.engine(lanes: 1)
        cast = try stage.makeCast(engine, money: [1000, 1000])
    }

    private var merchant: Identifier { cast.merchants[0] }

    private func version() throws -> Int64 {
        let session = try stage.administrator()
        defer { session.close() }
        return try #require(try MerchantStore.merchant(merchant, session)).version
    }

    private func key(_ name: String) -> MerchantKey {
        MerchantKey(
            keyID: "\(name)-\(merchant.number)", merchant: merchant, algorithm: .hmacSHA256,
            material: Array(repeating: 7, count: 32))
    }

    /// As it is done: in one transaction.
    private func make(_ change: Change, _ session: Session) throws {
        try session.transaction { () throws(DatabaseFailure) in
            switch change {
            case .keyAdded: try MerchantStore.insert(key("new"), at: WallClock.now(), session)
            case .keyRemoved: _ = try MerchantStore.remove(key("old").keyID, session)
            case .suspended: _ = try MerchantStore.setState(.suspended, of: merchant, session)
            case .settingsSet:
                var settings = MerchantSettings()
                settings.dayCaps = [.cny: 5]
                _ = try MerchantStore.setSettings(settings, of: merchant, session)
            }
        }
    }

    private func charge(_ payer: Int, _ no: String) -> Charge {
        Order.charge(merchant, cast.rich[payer], 10, no: no)
    }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        engine.stop()
    }

    @Test("A command that was judged before the change is not decided; judged anew it is", arguments: Change.allCases)
    func judgedBefore(_ change: Change) throws {
        let session = try stage.administrator()
        defer { session.close() }
        try MerchantStore.insert(key("old"), at: WallClock.now(), session)
        let before = try version()
        #expect(engine.submit(charge(0, "first"), under: before, .milliseconds(20_000)).payment != nil)
        try make(change, session)
        #expect(engine.submit(charge(0, "second"), under: before, .milliseconds(20_000)) == .stale)
        // An answer of old is not given to whoever was judged by the past either.
        #expect(engine.submit(charge(0, "first"), under: before, .milliseconds(20_000)) == .stale)
        #expect(try stage.payments(merchant, outTradeNo: "second") == 0)
        let again = engine.submit(charge(0, "second"), under: try version(), .milliseconds(20_000))
        #expect(again.payment?.standing.state == .captured && !again.isReplay)
        // What nothing of a merchant bears on, and what others want, goes on.
        #expect(engine.submit(charge(0, "own"), .milliseconds(20_000)).payment != nil)
        let foreign = Order.charge(cast.merchants[1], cast.foreign, 10, no: "foreign-\(merchant.number)")
        #expect(engine.submit(foreign, under: 1, .milliseconds(20_000)).payment != nil)
        try finish()
    }

    @Test("A change that is committed while a batch waits for a lock binds the batch; its neighbours are decided")
    func whileWaiting() throws {
        let session = try stage.administrator()
        let holder = try stage.administrator()
        defer {
            session.close()
            holder.close()
        }
        for round in 0..<8 {
            let before = try version()
            _ = try holder.execute("START TRANSACTION")
            _ = try holder.query(
                "SELECT balance FROM wallet WHERE payer_id = \(cast.rich[0].number) FOR UPDATE")
            let waiting = engine.post(charge(0, "wait-\(round)"), under: before)
            let neighbour = engine.post(charge(1, "next-\(round)"))
            // The server looks anew at its transactions only if nobody asked for a tenth of a second.
            repeat {
                usleep(150_000)
            } while try session.query(
                "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
            ).isEmpty
            try make(.settingsSet, session)
            _ = try holder.execute("COMMIT")
            guard case .waiting(let first) = waiting, case .waiting(let second) = neighbour else {
                throw StageFailure.child("a mailbox is full")
            }
            #expect(first.verdict(.milliseconds(20_000)) == .stale)
            #expect(second.verdict(.milliseconds(20_000)).payment != nil)
        }
        #expect(try stage.wallet(cast.rich[0])?.balance == 1000)
        try finish()
    }
}
