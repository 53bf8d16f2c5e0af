import Deductions
import JSON
import Values

/// A refund as its shop is told about it.
struct EpayRefund: Sendable {
    let refund: Refund
    /// The merchant's number among epay shops.
    let pid: Int64
    /// The shop's order number.
    let outTradeNo: String
    /// Whether the shop gave it a number of its own: ours, in the place of one, is not shown.
    let isNumbered: Bool

    /// The answer to the call that made it; `isRepeat`: an earlier one did.
    func answer(isRepeat: Bool) -> EpayAnswer {
        let words = isRepeat ? "已存在相同退款单号！" : "退款成功！退款金额¥" + money
        return EpayAnswer(isOfMoney: true, fields: shared + [("msg", .string(words))])
    }

    /// The answer to the question how it stands: 1 means that the money has arrived.
    var standing: EpayAnswer {
        EpayAnswer(
            fields: shared + [
                ("status", .integer(refund.state == .succeeded ? 1 : 0)),
                ("addtime", .string(refund.createdAt.chinaText)),
                ("endtime", refund.state == .succeeded ? .string(refund.createdAt.chinaText) : .null),
                ("msg", .string("succ")),
            ])
    }

    private var money: String { EpayMoney.text(fen: refund.money.minor) }

    private var shared: [EpayAnswer.Field] {
        [
            ("refund_no", .string(refund.id.decimal)),
            ("out_refund_no", isNumbered ? .string(refund.outRefundNo) : .null),
            ("trade_no", .string(refund.payment.decimal)), ("out_trade_no", .string(outTradeNo)),
            ("uid", .integer(pid)), ("money", .string(money)), ("reducemoney", .string(money)),
        ]
    }
}
