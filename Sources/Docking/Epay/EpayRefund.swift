import JSON
import Values

/// A refund as its shop is told about it.
struct EpayRefund: Sendable {
    /// The refund's own number.
    let number: Identifier
    /// The merchant's number among epay shops.
    let pid: Int64
    /// Our number of the payment, 19 digits on the wire.
    let tradeNo: Identifier
    /// The shop's order number.
    let outTradeNo: String
    /// Fen that went back to the payer.
    let amount: Int64

    /// Writes the members of the answer.
    func write(into writer: inout JSONWriter) {
        let money = EpayMoney.text(fen: amount)
        writer.field("refund_no", number.decimal)
        // Shops of V1 give refunds no number.
        writer.null("out_refund_no")
        writer.field("trade_no", tradeNo.decimal)
        writer.field("out_trade_no", outTradeNo)
        writer.field("uid", pid)
        writer.field("money", money)
        writer.field("reducemoney", money)
        writer.field("msg", "退款成功！退款金额¥" + money)
    }
}
