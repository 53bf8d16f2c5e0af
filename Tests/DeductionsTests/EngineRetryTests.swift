import Deductions
import DevStack
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("Keys, races and failures at the engine", .serialized)
struct EngineRetryTests {
    private let stage: EngineStage
    private let engine: Engine
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        engine = stage.engine(lanes: 3)
        cast = try stage.makeCast(engine)
    }

    private var shop: Identifier { cast.merchants[0] }

    private func submit(_ command: any Command) -> Verdict { engine.submit(command, .milliseconds(20_000)) }

    /// Hands all in at once and waits for all verdicts.
    private func together(_ commands: [any Command], on engines: [Engine]? = nil) -> [Verdict] {
        let engines = engines ?? [engine]
        let verdicts = Guarded<[Int: Verdict]>([:])
        let threads = commands.enumerated().map { index, command in
            JoinableThread(name: "caller-\(index)") {
                let verdict = engines[index % engines.count].submit(command, .milliseconds(20_000))
                verdicts.withLock { $0[index] = verdict }
            }
        }
        for thread in threads { thread.join() }
        return verdicts.withLock { all in commands.indices.compactMap { all[$0] } }
    }

    @Test("F1 the same key a hundred times at once over two workers: one effect, one answer")
    func sameKey() throws {
        let other = stage.engine(lanes: 3, name: "other")
        defer { other.stop() }
        let verdicts = together(
            Array(repeating: Order.charge(shop, cast.rich[0], 10, no: "f1"), count: 100), on: [engine, other])
        #expect(verdicts.filter { !$0.isReplay }.count == 1)
        #expect(Set(verdicts.compactMap { $0.payment?.terms.id }).count == 1)
        #expect(Set(verdicts.compactMap { $0.payment?.standing.updatedAt }).count == 1)
        #expect(try stage.payments(shop, outTradeNo: "f1") == 1)
        #expect(try stage.wallet(cast.rich[0])?.balance == 3990)
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("F2 the same key with other content is refused and changes nothing")
    func otherContent() throws {
        #expect(submit(Order.charge(shop, cast.rich[0], 10, no: "f2")).payment?.standing.state == .captured)
        #expect(submit(Order.charge(shop, cast.rich[0], 11, no: "f2", content: 2)).refusal == .idempotencyMismatch)
        #expect(try stage.wallet(cast.rich[0])?.balance == 3990)
    }

    @Test("A refused refund keeps its number, or lets go of it where its door says so")
    func refusedRefunds() throws {
        let payment = try #require(submit(Order.charge(shop, cast.rich[0], 10, no: "u1")).payment?.terms.id)
        for (kind, isFree) in [(Claim.Kind.refund, false), (.unnumberedRefund, true)] {
            func wish(_ amount: Int64) -> Verdict {
                submit(
                    RefundOrder(
                        merchant: shop, payment: payment, outRefundNo: "u", amount: amount, reason: nil,
                        claim: Order.claim(shop, kind, "u", 1, keepsRefusals: !isFree), nonce: nil))
            }
            #expect(wish(11).refusal == .amountExceeded)
            let second = wish(3)
            #expect(second.isReplay != isFree && second.refund?.money.minor == (isFree ? 3 : nil))
            // Success or refusal, what was kept is the answer from now on.
            let third = wish(4)
            #expect(third.isReplay && third.refund == second.refund && third.refusal == second.refusal)
        }
        #expect(try stage.wallet(cast.rich[0])?.balance == 3993)
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("F3 merchants do not share keys")
    func otherMerchant() throws {
        let first = submit(Order.charge(shop, cast.rich[0], 10, no: "f3"))
        let second = submit(Order.charge(cast.merchants[1], cast.foreign, 10, no: "f3"))
        #expect(first.payment?.terms.id != second.payment?.terms.id)
        #expect(second.payment?.standing.state == .captured && !second.isReplay)
    }

    @Test("F4 an order number stays taken for ever, and answers as it did first")
    func repeatedLater() throws {
        let first = submit(Order.charge(shop, cast.rich[0], 10, no: "f4"))
        let payment = try #require(first.payment)
        #expect(submit(Order.refund(shop, payment.terms.id, nil, no: "f4r")).refund?.money.minor == 10)
        let again = submit(Order.charge(shop, cast.rich[0], 10, no: "f4"))
        #expect(again.payment == payment && again.isReplay, "the first answer, not the refunded payment")
        #expect(again.payment?.standing.refunded == 0)
    }

    @Test("F5 keys are bytes: case, trailing space and accents keep apart")
    func keysAreBytes() throws {
        let keys = ["k", "K", "k ", "ké", "ke\u{301}"]
        let verdicts = keys.map { submit(Order.charge(shop, cast.rich[0], 1, no: $0)) }
        #expect(Set(verdicts.compactMap { $0.payment?.terms.id }).count == keys.count)
        #expect(try stage.wallet(cast.rich[0])?.balance == 3995)
    }

    @Test("F6 a refusal that used its key is repeated; one that did not leaves it free")
    func repeatedRefusals() throws {
        let payment = try #require(submit(Order.charge(shop, cast.rich[0], 10, no: "f6")).payment)
        #expect(submit(Order.refund(shop, payment.terms.id, 11, no: "f6r")).refusal == .amountExceeded)
        let again = submit(Order.refund(shop, payment.terms.id, 11, no: "f6r"))
        #expect(again.refusal == .amountExceeded && again.isReplay)
        #expect(submit(Order.charge(shop, Identifier(5), 10, no: "f6u")).refusal == .unknownPayer)
        #expect(submit(Order.charge(shop, cast.rich[0], 10, no: "f6u", content: 2)).payment != nil)
    }

    @Test("F7 a request that is rolled back with two others waiting on its key: one goes on, all get its answer")
    func rolledBackOwner() throws {
        let session = try stage.administrator()
        defer { session.close() }
        try session.begin()
        // Somebody owns the key and has not committed.
        _ = try session.execute(
            """
            INSERT INTO idempotency (merchant_id, kind, idem_key, digest, lane_id, batch, answer_kind, object_id)
            VALUES (\(shop.number), 1, 'f7', \(Array(repeating: UInt8(9), count: 32)), 0, 0, 1, 1)
            """)
        let other = stage.engine(lanes: 1, name: "other")
        defer { other.stop() }
        let first = try waiting(engine.post(Order.charge(shop, cast.rich[0], 10, no: "f7")))
        let second = try waiting(other.post(Order.charge(shop, cast.rich[0], 10, no: "f7")))
        try session.rollback()
        let verdicts = [first, second].map { $0.verdict(.milliseconds(20_000)) }
        #expect(Set(verdicts.compactMap { $0.payment?.terms.id }).count == 1)
        #expect(verdicts.filter(\.isReplay).count == 1)
        #expect(try stage.wallet(cast.rich[0])?.balance == 3990)
    }

    private func waiting(_ posting: Posting) throws -> AwaitedTicket {
        guard case .waiting(let ticket) = posting else { throw StageFailure.noPayer }
        return ticket
    }

    @Test("G1 a thousand charges of 1 on a balance of 900: exactly 900 go through")
    func drain() throws {
        let other = stage.engine(lanes: 3, name: "other")
        defer { other.stop() }
        var verdicts: [Verdict] = []
        for round in 0..<10 {
            verdicts += together(
                (0..<100).map { Order.charge(shop, cast.rich[1], 1, no: "g1-\(round)-\($0)") }, on: [engine, other])
        }
        #expect(verdicts.filter { $0.payment?.standing.state == .captured }.count == 900)
        #expect(verdicts.filter { $0.payment?.standing.declineCode == .insufficientFunds }.count == 100)
        #expect(try stage.wallet(cast.rich[1])?.balance == 0)
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("G4 charges and refunds back and forth between the same accounts: all end, none starves")
    func storm() throws {
        let other = stage.engine(lanes: 3, name: "other")
        defer { other.stop() }
        let paid = (0..<60).compactMap { number in
            submit(Order.charge(shop, cast.rich[number % 3], 2, no: "g4-\(number)")).payment?.terms.id
        }
        let refunds = paid.enumerated().map { Order.refund(shop, $1, nil, no: "g4r-\($0)") as any Command }
        let charges = (0..<60).map { Order.charge(shop, cast.rich[($0 + 1) % 3], 3, no: "g4c-\($0)") as any Command }
        let topups = (0..<20).map { number in
            OperatorTopup(target: AccountKey(shop, .available, .cny), amount: Int64(number + 1)) as any Command
        }
        let verdicts = together((refunds + charges + topups).shuffled(), on: [engine, other])
        #expect(verdicts.count == 140)
        #expect(verdicts.allSatisfy { if case .answered = $0 { true } else { false } })
        #expect(verdicts.compactMap(\.refund).count == 60)
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("G5 the first payments of a merchant meet on accounts that have no row yet")
    func firstTouch() throws {
        let session = try stage.administrator()
        defer { session.close() }
        let merchant = try stage.makeMerchant(session)
        let payers = try (0..<8).map { _ in try stage.makePayer(engine, merchant, money: 50) }
        let other = stage.engine(lanes: 3, name: "other")
        defer { other.stop() }
        let verdicts = together(
            (0..<40).map { Order.charge(merchant, payers[$0 % 8], 5, no: "g5-\($0)") }, on: [engine, other])
        #expect(verdicts.filter { $0.payment?.standing.state == .captured }.count == 40)
        #expect(try MerchantAccountStore.balances(of: merchant, session).first?.pending == 200)
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("K3 a nonce with other content is a replay; with the same bytes it is a retry")
    func nonces() throws {
        let nonce = NonceClaim(merchant: shop, nonce: Array("k3".utf8), digest: Array(repeating: 1, count: 32))
        let forged = NonceClaim(merchant: shop, nonce: Array("k3".utf8), digest: Array(repeating: 2, count: 32))
        #expect(submit(Order.charge(shop, cast.rich[0], 10, no: "k3", nonce: nonce)).payment != nil)
        #expect(submit(Order.charge(shop, cast.rich[0], 10, no: "k3", nonce: nonce)).isReplay)
        #expect(submit(Order.charge(shop, cast.rich[0], 99, no: "k3x", nonce: forged)).refusal == .replayed)
        #expect(try stage.payments(shop, outTradeNo: "k3x") == 0)
        let elsewhere = NonceClaim(
            merchant: cast.merchants[1], nonce: Array("k3".utf8), digest: Array(repeating: 2, count: 32))
        #expect(submit(Order.charge(cast.merchants[1], cast.foreign, 1, no: "k3", nonce: elsewhere)).payment != nil)
    }
}
