import Deductions
import Events
import Foundation
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("Payouts, by two engines or processes at once", .serialized)
struct PayoutRaceTests {
    private static let rounds: Int64 = 1000
    private let stage: EngineStage
    private let engines: [Engine]
    private let cast: Cast
    private let session: Session
    private let sequencer: Sequencer

    /// A database of its own: nobody else gives events their positions.
    init() throws {
        stage = try EngineStage()
        engines = [stage.engine(name: "payout-a"), stage.engine(name: "payout-b")]
        cast = try stage.makeCast(engines[0], money: [1_000_000, 1_000_000])
        session = try stage.administrator()
        sequencer = Sequencer(stage.address, holder: "payouts")
    }

    private var merchant: Identifier { cast.merchants[0] }
    private var pending: AccountKey { AccountKey(merchant, .pending, .cny) }

    private func charge(_ amount: Int64, _ no: String) throws -> Identifier {
        let order = Order.charge(merchant, cast.rich[0], amount, no: no)
        return try #require(engines[0].submit(order, .milliseconds(20_000)).payment).terms.id
    }

    private func balance() throws -> MerchantBalance {
        try #require(try MerchantAccountStore.balances(of: merchant, session).first)
    }

    /// An order for all that came behind the last payout.
    private func order(day: Int64) throws -> PayoutOrder {
        let mark = try SequenceMark(session)
        while try !mark.isReached(session) { _ = try sequencer.pass() }
        let after = try PayoutStore.last(of: [merchant], session).first?.lastSeq ?? 0
        let through = try FeedMoveStore.heads(session)[merchant] ?? 0
        let moves = try FeedMoveStore.moves(of: merchant, after: after, through: through, session)
        let shares = try EntryStore.shares(of: merchant, in: moves.map(\.event), session)
        var totals = PayoutTotals()
        for move in moves {
            let share = try #require(shares[move.event])
            totals.lines += 1
            totals.captured += move.captured
            totals.refunded += move.refunded
            totals.fees += move.fee
            totals.pending += share.pending
            totals.available += share.available
        }
        return PayoutOrder(
            merchant: merchant, currency: .cny, day: CivilDate(daysSince1970: day), after: after, through: through,
            totals: totals)
    }

    /// Hands in both, each to an engine of its own, now one first and now the other.
    private func race(_ round: Int64, _ commands: [any Command]) throws -> [Verdict] {
        let isReversed = round % 2 == 1
        let ordered = isReversed ? commands.reversed() : commands
        let verdicts = try ordered.enumerated().map { engines[($0.offset + Int(round) / 2) % 2].post($0.element) }
            .map { posting in
                guard case .waiting(let ticket) = posting else { throw StageFailure.child("a mailbox is full") }
                return ticket.verdict(.milliseconds(20_000))
            }
        return isReversed ? verdicts.reversed() : verdicts
    }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        for engine in engines { engine.stop() }
        session.close()
    }

    @Test("A refund comes before the payout or after it: in one legal order, and nothing is paid out that is gone")
    func refundAgainstPayout() throws {
        var refundsFirst = 0
        var given: Int64 = 0
        let race = try Race(stage)
        defer { race.finish() }
        for round in 0..<Self.rounds {
            let payment = try charge(100, "r\(round)")
            let before = try balance()
            let payout = try order(day: round)
            let refund = Order.refund(merchant, payment, 30, no: "r\(round)")
            // The payout here, the refund in another process.
            var verdicts =
                round % 2 == 0 ? try race.run([payout, refund]) : try race.run([refund, payout], othersFirst: true)
            if round % 2 == 1 { verdicts.reverse() }
            let paid = try #require(verdicts[0].payout)
            #expect(verdicts[1].refund?.money.minor == 30)
            given += 30
            let after = try balance()
            // Refunded first, there is less to pay out, and the rest is left over until the refund is counted.
            let wasFirst = paid.paid.minor == 70
            refundsFirst += wasFirst ? 1 : 0
            #expect(wasFirst || paid.paid.minor == 100)
            #expect(paid.carryAfter == (wasFirst ? 30 : 0))
            #expect(after.pending == 0 && after.available == before.available + 70)
        }
        #expect((1..<Int(Self.rounds)).contains(refundsFirst), "one side always won")
        let last = try #require(engines[0].submit(order(day: Self.rounds), .milliseconds(20_000)).payout)
        #expect(last.carryAfter == 0 && last.paid.minor == 0)
        #expect(try balance().available == Self.rounds * 100 - given)
        try finish()
    }

    @Test("A7 two runs at once pay a day out once, whatever each has seen of it")
    func payoutAgainstPayout() throws {
        var laterDays = 0
        var day: Int64 = 0
        for round in 0..<Self.rounds {
            day += 1
            _ = try charge(10, "a\(round)")
            let first = try order(day: day)
            _ = try charge(5, "b\(round)")
            let second = try order(day: round % 2 == 0 ? day : day + 1)
            let verdicts = try race(round / 2, [first, second])
            if second.day == first.day {
                #expect(verdicts[0].payout != nil && verdicts[0].payout == verdicts[1].payout)
            } else {
                // Of overlapping stretches for two days one counts.
                #expect(verdicts.count { $0.payout != nil } == 1)
                #expect(verdicts.count { $0.refusal == .stateConflict } == 1)
                if verdicts[1].payout != nil {
                    laterDays += 1
                    day += 1
                }
            }
        }
        #expect((1..<Int(Self.rounds / 2)).contains(laterDays), "one side always won")
        try finish()
    }
}
