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
    /// Fen that went back.
    let refunded: Int64
    /// What the shop wants to see again.
    let param: String?
    /// The payer's address as the order had it.
    let clientIP: String?
    /// Where it stands now.
    let status: EpayStatus
    /// When the shop made it.
    let createdAt: Timestamp
    /// nil until it is paid.
    let paidAt: Timestamp?
    /// Where the payer can still pay; nil when there is nothing to pay.
    let payURL: String?

    /// The fields of V1. Numbers of orders have 19 digits, more than JavaScript counts exactly, and amounts have two
    /// decimals: both are strings.
    var fields: [EpayAnswer.Field] { shared + [("payurl", payURL.epayField)] }

    /// The fields of V2.
    var fieldsV2: [EpayAnswer.Field] {
        shared + [
            ("clientip", clientIP.epayField),
            ("refundmoney", refunded > 0 ? .string(EpayMoney.text(fen: refunded)) : .null),
        ]
    }

    private var shared: [EpayAnswer.Field] {
        [
            ("trade_no", .string(tradeNo.decimal)), ("out_trade_no", .string(outTradeNo)),
            ("api_trade_no", channelTradeNo.epayField), ("bill_trade_no", .null), ("type", type.epayField),
            ("pid", .integer(pid)), ("addtime", .string(createdAt.chinaText)),
            ("endtime", (paidAt?.chinaText).epayField), ("name", .string(name)),
            ("money", .string(EpayMoney.text(fen: amount))), ("param", param.epayField), ("buyer", .null),
            ("status", .integer(Int64(status.rawValue))),
        ]
    }
}
