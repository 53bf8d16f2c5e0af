import Deductions
import MariaDB
import Merchants
import OpenSSL
import Values

/// All withdrawals of a day: a line for each payee, and a total for each currency. The same withdrawals give the same
/// bytes.
struct WithdrawalList {
    let day: CivilDate

    private static let columns = ["merchant", "pid", "name", "currency", "amount", "posting"]
    private static let pageLength = 1_000

    /// Gives the file piece by piece, and returns its SHA-256.
    func make(_ session: Session, _ piece: ([UInt8]) -> Void) throws(DatabaseFailure) -> [UInt8] {
        let digest = RunningDigest()
        var text = CSVText(width: Self.columns.count)
        text.add(Self.columns.map { .text($0) })
        var totals: [Currency: (payees: Int64, amount: Int64)] = [:]
        var last: Withdrawal?
        repeat {
            let page = try WithdrawalStore.withdrawals(on: day, behind: last, limit: Self.pageLength, session)
            let payees = Dictionary(
                try MerchantStore.merchants(page.map(\.merchant), session).map { ($0.id, $0) },
                uniquingKeysWith: { $1 })
            for withdrawal in page {
                text.add(fields(withdrawal, payees[withdrawal.merchant]))
                totals[withdrawal.money.currency, default: (0, 0)].payees += 1
                totals[withdrawal.money.currency, default: (0, 0)].amount += withdrawal.money.minor
            }
            last = page.last
            if last == nil { addTotals(totals, to: &text) }
            let bytes = text.take()
            digest.add(bytes)
            piece(bytes)
        } while last != nil
        return digest.finish()
    }

    private func fields(_ withdrawal: Withdrawal, _ payee: Merchant?) -> [CSVText.Field] {
        [
            .text(withdrawal.merchant.text), .number(payee?.pid ?? 0), .text(payee?.name ?? ""),
            .text(withdrawal.money.currency.code), .number(withdrawal.money.minor), .text(withdrawal.id.text),
        ]
    }

    private func addTotals(_ totals: [Currency: (payees: Int64, amount: Int64)], to text: inout CSVText) {
        for (currency, total) in totals.sorted(by: { $0.key.number < $1.key.number }) {
            text.add([
                .text("total"), .number(total.payees), .text(""), .text(currency.code), .number(total.amount),
            ])
        }
    }
}
