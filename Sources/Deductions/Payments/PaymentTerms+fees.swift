import Ledger
import Policies
import Values

extension PaymentTerms {
    /// What the merchant pays for capturing more of the payment, minor units.
    func fee(ofCapturing amount: Int64, after captured: Int64) -> Int64 {
        policy?.fees.fee(ofCapturing: amount, after: captured) ?? 0
    }

    /// Where captured money goes first: to what the merchant is to be paid out, and the fee to us.
    func income(_ amount: Int64, fee: Int64) -> [(AccountKey, Int64)] {
        let currency = money.currency
        return [(AccountKey(merchant, .pending, currency), amount - fee), (.system(.fees, currency), fee)]
    }
}
