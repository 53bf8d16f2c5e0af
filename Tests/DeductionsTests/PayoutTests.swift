import Deductions
import Ledger
import Testing
import Threading
import Values

/// What orders for payouts and withdrawals come to, one after the other. The sums here are of no events, so that the
/// books are looked at by hand.
@Suite("Payouts and withdrawals are decided once a day", .serialized)
struct PayoutTests {
    private let merchant = Identifier(11)
    private let day = CivilDate(year: 2026, month: 11, day: 26)

    private func books(pending: Int64, available: Int64 = 0) -> Books {
        var rows = LockedRows()
        rows.merchants = [merchant]
        rows.merchantBalances = [
            AccountKey(merchant, .pending, .cny): pending, AccountKey(merchant, .available, .cny): available,
        ]
        return Books(now: Timestamp(microseconds: 1), locked: rows)
    }

    private func order(_ sum: Int64, after: Int64 = 0, through: Int64, days: Int64 = 0) -> PayoutOrder {
        PayoutOrder(
            merchant: merchant, currency: .cny, day: day.adding(days: days), after: after, through: through,
            totals: PayoutTotals(lines: 1, captured: sum, pending: sum))
    }

    private func payout(_ outcome: Outcome) throws -> Payout {
        guard case .payout(let payout) = outcome else { throw StageFailure.child("\(outcome)") }
        return payout
    }

    private func balances(_ books: Books) -> [Int64] {
        [AccountKind.pending, .available].map { books.balance(AccountKey(merchant, $0, .cny)) }
    }

    @Test("What came goes to available; the same day again is answered with the first payout and moves nothing")
    func once() throws {
        var books = books(pending: 100, available: 7)
        let first = try payout(order(90, through: 5).apply(Identifier(1), to: &books))
        #expect(first.paid.minor == 90 && first.firstSeq == 1 && first.carryAfter == 0)
        #expect(balances(books) == [10, 97])
        #expect(try payout(order(999, through: 9).apply(Identifier(2), to: &books)) == first)
        #expect(balances(books) == [10, 97] && books.changes.payouts == [first])
    }

    @Test("A stretch that is not its turn, an earlier day and an empty stretch are refused")
    func order() throws {
        var books = books(pending: 100)
        _ = order(10, through: 5).apply(Identifier(1), to: &books)
        for wrong in [
            order(10, after: 4, through: 9, days: 1), order(10, after: 6, through: 9, days: 1),
            order(10, after: 5, through: 9, days: -1), order(10, after: 5, through: 5, days: 1),
        ] {
            #expect(wrong.apply(Identifier(2), to: &books) == .refused(.stateConflict))
        }
        #expect(balances(books) == [90, 10])
        #expect(try payout(order(5, after: 5, through: 6, days: 3).apply(Identifier(3), to: &books)).firstSeq == 6)
    }

    @Test("What later refunds took is left over and not paid; what was paid too early is made good first")
    func carry() throws {
        var books = books(pending: 60)
        let short = try payout(order(100, through: 1).apply(Identifier(1), to: &books))
        #expect(short.paid.minor == 60 && short.carryAfter == 40)
        let refunds = try payout(order(-70, after: 1, through: 2, days: 1).apply(Identifier(2), to: &books))
        #expect(refunds.carryBefore == 40 && refunds.paid.minor == 0 && refunds.carryAfter == -30)
        #expect(books.changes.entries.count == 2, "nothing was posted for nothing")
        let (merchant, id) = (merchant, Identifier(3))
        books.post(
            id, for: id,
            [(.system(.world, .cny), -50), (AccountKey(merchant, .pending, .cny), 50)])
        let next = try payout(order(50, after: 2, through: 3, days: 2).apply(Identifier(4), to: &books))
        #expect(next.paid.minor == 20 && next.carryAfter == 0)
        #expect(balances(books) == [30, 80])
    }

    @Test("All that is available is withdrawn, once a day; nothing is no withdrawal")
    func withdrawal() {
        var books = books(pending: 9, available: 70)
        let first = WithdrawalOrder(merchant: merchant, currency: .cny, day: day)
        guard case .withdrawal(let sent) = first.apply(Identifier(1), to: &books) else {
            Testing.Issue.record("no withdrawal")
            return
        }
        #expect(sent.money.minor == 70 && balances(books) == [9, 0])
        #expect(first.apply(Identifier(2), to: &books) == .withdrawal(sent))
        let (next, before) = (day.adding(days: 1), day.adding(days: -1))
        #expect(
            WithdrawalOrder(merchant: merchant, currency: .cny, day: next).apply(Identifier(3), to: &books)
                == .refused(.insufficientFunds))
        #expect(
            WithdrawalOrder(merchant: merchant, currency: .cny, day: before).apply(Identifier(4), to: &books)
                == .refused(.stateConflict))
    }
}
