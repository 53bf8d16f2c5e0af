import JSON
import Values

/// What a refund, a capture or a void did to an order.
struct EpayMovement: Sendable {
    /// The three things that can be done to an order's money after it was paid or held.
    enum Kind: Sendable {
        /// The refund's own number, and the shop's number for it if it gave one.
        case refund(Identifier, outRefundNo: String?)
        /// Held money that went to the merchant.
        case capture
        /// Held money that was let go.
        case void
    }

    /// Which of the three it was.
    let kind: Kind
    /// The merchant's number among epay shops.
    let pid: Int64
    /// Our number of the payment, 19 digits on the wire.
    let tradeNo: Identifier
    /// The shop's order number.
    let outTradeNo: String
    /// Fen that moved: to the payer, to the merchant, or back to the payer's disposal.
    let amount: Int64

    /// Writes the members of the answer.
    func write(into writer: inout JSONWriter) {
        let money = EpayMoney.text(fen: amount)
        if case .refund(let number, let outRefundNo) = kind {
            writer.field("refund_no", number.decimal)
            writer.field("out_refund_no", outRefundNo)
        }
        writer.field("trade_no", tradeNo.decimal)
        writer.field("out_trade_no", outTradeNo)
        writer.field("uid", pid)
        writer.field("money", money)
        if case .refund = kind { writer.field("reducemoney", money) }
        writer.field("msg", message)
    }

    private var message: String {
        switch kind {
        case .refund: "退款成功！退款金额¥" + EpayMoney.text(fen: amount)
        case .capture: "扣款成功"
        case .void: "撤销成功"
        }
    }
}
