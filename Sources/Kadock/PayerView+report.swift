import Deductions
import JSON
import Ledger
import Payers
import Values

extension PayerView {
    /// Writes the payer for machines.
    func write(into writer: inout JSONWriter) {
        writer.field("id", payer.id.text)
        writer.field("login", payer.login)
        writer.field("merchant", payer.merchant?.text)
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

    /// Prints the payer for people.
    func report() {
        Report.table([
            "payer": payer.id.text, "login": payer.login, "merchant": payer.merchant?.text ?? "none (of the platform)",
            "state": payer.state.rawValue, "created": payer.createdAt.rfc3339,
        ])
        for wallet in wallets {
            print(
                "\(wallet.currency.code): balance \(wallet.balance), held \(wallet.held), "
                    + "available \(wallet.available), credit limit \(wallet.creditLimit)")
        }
    }
}
