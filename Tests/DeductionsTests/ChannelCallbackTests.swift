import Channels
import Deductions
import Ledger
import MariaDB
import Testing
import Threading
import Values

/// What a channel may say a thousand times, wrongly, or too late, to two workers on one database.
@Suite("F10 callbacks of a channel", .serialized)
struct ChannelCallbackTests {
    private static let times = 1000

    private let stage: EngineStage
    private let workers: [Engine]
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        workers = [stage.engine(name: "callback-a"), stage.engine(name: "callback-b")]
        cast = try stage.makeCast(workers[0])
    }

    private func open(_ amount: Int64, _ number: String = "1") throws -> Identifier {
        let order = Order.charge(cast.merchants[0], nil, amount, no: number)
        return try #require(workers[0].submit(order, .milliseconds(20_000)).payment).terms.id
    }

    /// As the sandbox makes it: the digest covers payment and amount.
    private func callback(_ payment: Identifier, _ amount: Int64, _ trade: String) -> Arrival {
        var digest = [UInt8](repeating: 0, count: 32)
        for (index, byte) in "\(payment.number) \(amount)".utf8.prefix(32).enumerated() { digest[index] = byte }
        return Arrival(
            payment: payment, merchant: cast.merchants[0],
            trade: ChannelTrade(channel: "sandbox", number: trade), amount: amount, digest: digest)
    }

    /// The same callback a thousand times, from eight threads to both workers; each verdict.
    private func storm(_ callback: Arrival) -> [Verdict] {
        let verdicts = Guarded<[Verdict]>([])
        let threads = (0..<8).map { number in
            JoinableThread(name: "callback \(number)") {
                for _ in 0..<(Self.times / 8) {
                    let verdict = workers[number % 2].submit(callback, .milliseconds(60_000))
                    verdicts.withLock { $0.append(verdict) }
                }
            }
        }
        for thread in threads { thread.join() }
        return verdicts.withLock { $0 }
    }

    private func rows(_ payment: Identifier) throws -> (
        receipts: Int, returned: Int64, state: PaymentState, pending: Int64
    ) {
        let session = try stage.administrator()
        defer { session.close() }
        let receipts = try ReceiptStore.receipts(of: payment, session)
        let returned = receipts.filter { $0.ending == .returned }.reduce(0) { $0 + $1.surplus }
        let standing = try #require(try PaymentStore.payments([payment], session).first).standing
        let balance = try MerchantAccountStore.balances(of: cast.merchants[0], session).first
        return (receipts.count, returned, standing.state, balance?.pending ?? 0)
    }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        for worker in workers { worker.stop() }
    }

    @Test("F10 a thousand times the same: one credit, and every answer is the first one")
    func repeated() throws {
        let id = try open(500)
        let verdicts = storm(callback(id, 500, "t-\(id.number)"))
        #expect(verdicts.count == Self.times)
        let receipts = Set(verdicts.compactMap { $0.receipt?.id })
        #expect(receipts.count == 1 && verdicts.allSatisfy { $0.receipt != nil })
        #expect(verdicts.count { !$0.isReplay } == 1)
        #expect(try rows(id) == (1, 0, .captured, 500))
        try finish()
    }

    @Test("F10 a forged amount under the same number is refused, whether it comes before, with or after the true one")
    func forgedAmount() throws {
        let id = try open(500)
        let trade = "t-\(id.number)"
        #expect(workers[0].submit(callback(id, 500, trade), .milliseconds(20_000)).receipt?.surplus == 0)
        for (index, amount) in [Int64](arrayLiteral: 1, 499, 501, 50_000, .max).enumerated() {
            let forged = callback(id, amount, trade)
            #expect(workers[index % 2].submit(forged, .milliseconds(20_000)).refusal == .idempotencyMismatch)
        }
        #expect(try rows(id) == (1, 0, .captured, 500))
        try finish()
    }

    @Test("F10 amounts that no channel brings move nothing; too little pays nothing and goes back")
    func wrongAmount() throws {
        let id = try open(500)
        for amount: Int64 in [0, -500, .min] {
            let verdict = workers[0].submit(callback(id, amount, "n\(amount)-\(id.number)"), .milliseconds(20_000))
            #expect(verdict.refusal == .amountExceeded)
        }
        #expect(try rows(id) == (0, 0, .pending, 0))
        _ = storm(callback(id, 499, "short-\(id.number)"))
        #expect(try rows(id) == (1, 499, .pending, 0))
        _ = storm(callback(id, 700, "long-\(id.number)"))
        #expect(try rows(id) == (2, 699, .captured, 500))
        try finish()
    }

    @Test("F10 money of one order said to be another's is refused; so is an order of another merchant")
    func otherOrder() throws {
        let (first, second) = (try open(500, "1"), try open(500, "2"))
        let trade = "t-\(first.number)"
        #expect(workers[0].submit(callback(first, 500, trade), .milliseconds(20_000)).receipt != nil)
        let stolen = workers[1].submit(callback(second, 500, trade), .milliseconds(20_000))
        #expect(stolen.refusal == .idempotencyMismatch)
        let foreign = Arrival(
            payment: second, merchant: cast.merchants[1], trade: ChannelTrade(channel: "sandbox", number: "x-\(trade)"),
            amount: 500, digest: Array(repeating: 1, count: 32))
        #expect(workers[1].submit(foreign, .milliseconds(20_000)).refusal == .notFound)
        #expect(try rows(second) == (0, 0, .pending, 500))
        try finish()
    }

    @Test("F10 a thousand times after the order was closed: nothing is paid, and the money goes back once")
    func late() throws {
        let id = try open(500)
        let closing = Expiry(payment: id, merchant: cast.merchants[0], isClosed: true)
        #expect(workers[1].submit(closing, .milliseconds(20_000)).payment?.standing.state == .expired)
        let verdicts = storm(callback(id, 500, "t-\(id.number)"))
        #expect(verdicts.allSatisfy { $0.receipt?.ending == .returned })
        #expect(try rows(id) == (1, 500, .expired, 0))
        let session = try stage.administrator()
        defer { session.close() }
        let back = try session.query("SELECT COUNT(*) FROM channel_return WHERE payment_id = \(id.number)")
        #expect(back.first?.int64(0) == 1)
        try finish()
    }

    @Test("F10 two true payments at once from two workers: one pays, the other goes back")
    func paidTwice() throws {
        let id = try open(500)
        let verdicts = Guarded<[Verdict]>([])
        let threads = (0..<2).map { number in
            JoinableThread(name: "payer \(number)") {
                let verdict = workers[number].submit(
                    callback(id, 500, "p\(number)-\(id.number)"), .milliseconds(20_000))
                verdicts.withLock { $0.append(verdict) }
            }
        }
        for thread in threads { thread.join() }
        #expect(verdicts.withLock { $0.count { $0.receipt?.surplus == 0 } } == 1)
        #expect(try rows(id) == (2, 500, .captured, 500))
        try finish()
    }
}

extension Verdict {
    fileprivate var receipt: ChannelReceipt? {
        if case .answered(.receipt(let receipt), _) = self { receipt } else { nil }
    }
}
