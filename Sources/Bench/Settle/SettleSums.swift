import MariaDB

/// What the books say of all queued payments together.
struct SettleSums {
    /// Of queue items by state: how many, minor units, and minor units of fees.
    let counts: [String: Int64]
    let amount: Int64
    let fees: Int64
    private let captured: Int64
    private let wallets: Int64
    private let owed: Int64
    private let pending: Int64
    private let earned: Int64
    private let postings: Int64

    init(_ session: Session) throws(DatabaseFailure) {
        func number(_ sql: SQL) throws(DatabaseFailure) -> Int64 { try session.query(sql).first?.int64(0) ?? 0 }
        let rows = try session.query("SELECT state, COUNT(*) FROM queue_item GROUP BY state")
        counts = Dictionary(rows.map { ($0.string(0), $0.int64(1)) }, uniquingKeysWith: { $1 })
        amount = try number("SELECT CAST(SUM(amount) AS SIGNED) FROM queue_item")
        fees = try number("SELECT CAST(SUM(fee) AS SIGNED) FROM queue_item")
        captured = try number(
            "SELECT CAST(COALESCE(SUM(captured), 0) AS SIGNED) FROM payment WHERE state = 'captured' AND version = 2")
        wallets = try number("SELECT CAST(SUM(balance) AS SIGNED) FROM wallet")
        owed = try number("SELECT CAST(SUM(queued) AS SIGNED) FROM wallet")
        pending = try number(
            "SELECT CAST(COALESCE(SUM(balance), 0) AS SIGNED) FROM merchant_account WHERE kind = 2")
        earned = try number("SELECT CAST(COALESCE(SUM(balance), 0) AS SIGNED) FROM lane_balance WHERE kind = 11")
        postings = try number("SELECT COUNT(DISTINCT posting_id) FROM queue_item WHERE state = 'posted'")
    }

    /// What is not as it must be when all has been charged since.
    func problems(since before: SettleSums, _ plan: SettlePlan) -> [String] {
        let sums: [(String, Int64, Int64)] = [
            ("payments posted", counts["posted"] ?? 0, Int64(plan.items)),
            ("minor units captured", captured, amount), ("taken from wallets", before.wallets - wallets, amount),
            ("still owed by payers", owed, 0), ("pending for merchants", pending, amount - fees),
            ("fees", earned, fees), ("postings", postings, Int64(min(plan.payers, plan.items))),
        ]
        return sums.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1) instead of \($0.2)" }
    }
}
