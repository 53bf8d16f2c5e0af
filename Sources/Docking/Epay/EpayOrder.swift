import JSON
import Values

/// An order as its shop is told about it.
struct EpayOrder: Sendable {
    /// The merchant's number among epay shops.
    let pid: Int64
    /// Our number of the payment, 19 digits on the wire.
    let tradeNo: Identifier
    /// The shop's order number.
    let outTradeNo: String
    /// The number of the trade of the channel that paid; nil: none did.
    let channelTradeNo: String?
    /// How the payer wanted to pay, as the shop wrote it.
    let type: String?
    /// What was bought.
    let name: String
    /// Fen.
    let amount: Int64
    /// What the shop wants to see again.
    let param: String?
    /// Where it stands now.
    let status: EpayStatus
    /// When the shop made it.
    let createdAt: Timestamp
    /// nil until it is paid.
    let paidAt: Timestamp?
    /// Where the payer can still pay; nil when there is nothing to pay.
    let payURL: String?

    /// Writes the members of the order object. Numbers of orders have 19 digits, more than JavaScript counts exactly,
    /// and amounts have two decimals: both are strings. What we do not know or have is null.
    func write(into writer: inout JSONWriter) {
        writer.field("trade_no", tradeNo.decimal)
        writer.field("out_trade_no", outTradeNo)
        writer.field("api_trade_no", channelTradeNo)
        writer.null("bill_trade_no")
        writer.field("type", type)
        writer.field("pid", pid)
        writer.field("addtime", createdAt.chinaText)
        writer.field("endtime", paidAt?.chinaText)
        writer.field("name", name)
        writer.field("money", EpayMoney.text(fen: amount))
        writer.field("param", param)
        writer.null("buyer")
        writer.field("status", status.rawValue)
        writer.field("payurl", payURL)
    }
}
