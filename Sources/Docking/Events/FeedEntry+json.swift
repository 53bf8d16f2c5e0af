import Events
import JSON
import Values

extension FeedEntry {
    /// Writes the members of the event object of the v1 API. `outTradeNo`: the merchant's own number of its payment.
    func write(into writer: inout JSONWriter, outTradeNo: String) {
        writer.field("seq", seq)
        writer.field("id", event.id.text)
        writer.field("type", event.type)
        writer.field("created_at", event.createdAt.rfc3339)
        writer.object("payment") { writer in
            writer.field("id", event.payment.text)
            writer.field("out_trade_no", outTradeNo)
            writer.field("version", event.version)
            writer.field("from", event.from?.rawValue)
            writer.field("state", event.state.rawValue)
            writer.field("amount", event.money.minor)
            writer.field("currency", event.money.currency.code)
            writer.field("held", event.held)
            writer.field("captured", event.captured)
            writer.field("refunded", event.refunded)
        }
        if let data = event.data { writer.raw("data", data) } else { writer.null("data") }
    }
}
