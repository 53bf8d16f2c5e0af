import Ledger
package import Values

/// Moves what our records and a channel's statement differ by between the world and clearing, as two operators agreed.
///
/// The world is then what the channel says it is, and clearing holds what is open: what the channel owes us, or we owe
/// somebody. The difference's number is the key: said twice, it moves once.
package struct AdjustmentOrder: Command {
    package let difference: Int64
    /// What clearing gains, in each currency; none is zero, and there is one at least.
    package let amounts: [Money]
    package let claim: Claim?

    /// `digest` is the SHA-256 of what was agreed.
    package init(difference: Int64, amounts: [Money], digest: [UInt8]) {
        self.difference = difference
        self.amounts = amounts.sorted { $0.currency.number < $1.currency.number }
        claim = Claim(
            merchant: .system, kind: .adjustment, key: Array(String(difference).utf8), digest: digest)
    }

    package var merchant: Identifier { .system }
    package var affinity: Identifier { Identifier(difference) }
    package var answerKind: AnswerKind { .adjustment }

    package func reach(_ link: PaymentLink?) -> Reach { Reach() }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        books.post(
            id, for: id,
            amounts.flatMap { money in
                [
                    (.system(.clearing, money.currency), money.minor), (.system(.world, money.currency), -money.minor),
                ]
            })
        let adjustment = Adjustment(id: id, difference: difference, amounts: amounts, createdAt: books.now)
        books.add(adjustment)
        return .adjustment(adjustment)
    }
}
