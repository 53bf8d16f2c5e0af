import Ledger
import MariaDB
import Values

/// A wallet's figures, each beside what it should be.
struct AuditedWallet {
    let key: AccountKey
    private let figures: [(figure: BookFigure, found: Int64, expected: Int64)]

    /// Reads payer, currency, and balance, held and queued with what each should be.
    init?(_ row: Row) {
        guard let currency = Currency(number: row.int64(1)) else { return nil }
        key = AccountKey(Identifier(row.int64(0)), .wallet, currency)
        figures = [
            (.balance, row.int64(2), row.int64(3)), (.held, row.int64(4), row.int64(5)),
            (.queued, row.int64(6), row.int64(7)),
        ]
    }

    var findings: [AuditFinding] {
        figures.filter { $0.found != $0.expected }.map {
            AuditFinding(key, $0.figure, expected: $0.expected, found: $0.found)
        }
    }

}
