import MariaDB
import Merchants
import Values

@testable import Docking

extension RealCounter {
    /// How many rows a merchant has.
    struct RowCounts: Equatable {
        var payments: Int64
        var refunds: Int64
        var payers: Int64
        var topups: Int64
        /// Used keys and numbers.
        var keys: Int64

        /// The counts as they are after so many more.
        func adding(payments: Int64 = 0, refunds: Int64 = 0, payers: Int64 = 0, topups: Int64 = 0) -> RowCounts {
            RowCounts(
                payments: self.payments + payments, refunds: self.refunds + refunds, payers: self.payers + payers,
                topups: self.topups + topups, keys: keys + payments + refunds + payers + topups)
        }
    }

    func rows(of merchant: Merchant) throws -> RowCounts {
        let session = try Session(address)
        defer { session.close() }
        let id = merchant.id.number
        let rows = try session.query(
            """
            SELECT (SELECT COUNT(*) FROM payment WHERE merchant_id = \(id)),
            (SELECT COUNT(*) FROM refund WHERE merchant_id = \(id)),
            (SELECT COUNT(*) FROM payer WHERE merchant_id = \(id)),
            (SELECT COUNT(*) FROM topup WHERE merchant_id = \(id)),
            (SELECT COUNT(*) FROM idempotency WHERE merchant_id = \(id))
            """)
        guard let row = rows.first else { throw SignatureFailure.invalid("no counts") }
        return RowCounts(
            payments: row.int64(0), refunds: row.int64(1), payers: row.int64(2), topups: row.int64(3),
            keys: row.int64(4))
    }
}
