import Deductions
import JSON
import Ledger
import Payers
import Values

extension PayerView {
    /// Writes the members of the payer object of the v1 API.
    func write(into writer: inout JSONWriter) {
        writer.field("id", payer.id.text)
        writer.field("login", payer.login)
        writer.field("state", payer.state.rawValue)
        writer.array("wallets") { writer in
            for wallet in wallets {
                writer.object { writer in
                    writer.field("currency", wallet.currency.code)
                    writer.field("balance", wallet.balance)
                    writer.field("held", wallet.held)
                    writer.field("available", wallet.available)
                    writer.field("credit_limit", wallet.creditLimit)
                }
            }
        }
        writer.field("created_at", payer.createdAt.rfc3339)
    }
}
