import Channels
import Deductions
import JSON
import Values

extension Payment {
    /// Writes the members of the payment object of the v1 API.
    func write(into writer: inout JSONWriter, _ cashier: Cashier) {
        writer.field("id", terms.id.text)
        writer.field("trade_no", terms.id.decimal)
        writer.field("out_trade_no", terms.outTradeNo)
        writer.field("merchant", terms.merchant.text)
        writer.field("payer", payer?.text)
        writer.field("mode", terms.mode.rawValue)
        writer.field("requested_mode", terms.requestedMode)
        writer.field("state", standing.state.rawValue)
        writer.field("amount", amount)
        writer.field("currency", terms.money.currency.code)
        writer.field("held", standing.held)
        writer.field("captured", standing.captured)
        writer.field("refunded", standing.refunded)
        writer.field("fee", standing.fee)
        writer.field("surplus", standing.surplus)
        writer.field("subject", terms.subject)
        writer.field("scenario", terms.scenario)
        writer.field("channel", standing.trade?.channel ?? terms.channel)
        if let end = standing.holdExpiresAt {
            writer.object("hold") { $0.field("expires_at", end.rfc3339) }
        } else {
            writer.null("hold")
        }
        writer.null("risk")
        if let code = standing.declineCode {
            writer.object("decline") { writer in
                writer.field("code", code.rawValue)
                writer.field("reason", code.reason)
            }
        } else {
            writer.null("decline")
        }
        if standing.state == .pending {
            writer.object("next_action") { writer in
                writer.field("type", "redirect")
                writer.field("url", cashier.url(of: terms.id))
                writer.field("expires_at", payableUntil.rfc3339)
            }
        } else {
            writer.null("next_action")
        }
        writer.field("version", standing.version)
        writer.field("created_at", terms.createdAt.rfc3339)
        writer.field("updated_at", standing.updatedAt.rfc3339)
        if let metadata = terms.metadata { writer.raw("metadata", metadata) } else { writer.null("metadata") }
    }
}
