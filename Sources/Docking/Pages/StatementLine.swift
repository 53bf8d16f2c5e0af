import Ledger

/// An entry of a payer's wallet, and what it was for.
struct StatementLine: Sendable {
    let entry: Entry
    let isRefund: Bool
    /// What was bought; nil where no payment is behind it: a top-up.
    let goods: String?
    let shop: String?
}
