package import MariaDB

/// The product's tables once more, in a schema of their own, for gateways without an engine to write in: what they
/// leave behind must not be taken for the product's.
package struct PlainBooks: Sendable {
    /// A payer as the plain gateway sees one.
    package struct Account: Sendable {
        package let payer: Int64
        package let merchant: Int64
    }

    package static let database = "kadock_plain"
    static let currency: Int64 = 156
    /// What every wallet starts with: more than any run can spend.
    private static let balance: Int64 = 1_000_000_000_000

    package let address: DatabaseAddress
    package let accounts: [Account]

    /// Copies the tables' definitions (columns, keys, checks) from the schema of `administrator` and opens accounts.
    package init(
        administrator: DatabaseAddress, payers: Int, merchants: Int
    ) throws(DatabaseFailure) {
        var address = administrator
        let session = try Session(administrator)
        try session.execute("CREATE DATABASE IF NOT EXISTS kadock_plain")
        try session.execute("CREATE TABLE IF NOT EXISTS kadock_plain.payment LIKE payment")
        try session.execute("CREATE TABLE IF NOT EXISTS kadock_plain.entry LIKE entry")
        try session.execute("CREATE TABLE IF NOT EXISTS kadock_plain.event LIKE event")
        try session.execute("CREATE TABLE IF NOT EXISTS kadock_plain.wallet LIKE wallet")
        try session.execute("CREATE TABLE IF NOT EXISTS kadock_plain.merchant_account LIKE merchant_account")
        session.close()
        address.database = Self.database
        self.address = address
        accounts = (0..<payers).map { number in
            Account(payer: Int64(1_000_000 + number), merchant: Int64(1 + number * merchants / payers))
        }
        try open()
    }

    private func open() throws(DatabaseFailure) {
        let session = try Session(address)
        defer { session.close() }
        for start in stride(from: 0, to: accounts.count, by: 1_000) {
            let part = accounts[start..<min(start + 1_000, accounts.count)]
            let count = part.count
            try session.run(
                "INSERT IGNORE INTO wallet (payer_id, currency, balance) VALUES (?, ?, ?)",
                [
                    .int64(part.map(\.payer)), .int64(Array(repeating: Self.currency, count: count)),
                    .int64(Array(repeating: Self.balance, count: count)),
                ], rows: count)
        }
        let merchants = Set(accounts.map(\.merchant)).sorted()
        try session.run(
            "INSERT IGNORE INTO merchant_account (merchant_id, kind, currency) VALUES (?, 2, ?)",
            [.int64(merchants), .int64(Array(repeating: Self.currency, count: merchants.count))],
            rows: merchants.count)
    }
}
