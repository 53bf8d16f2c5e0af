import Channels
import Deductions
import Values

extension EpayOrder {
    /// How the shop with this number is told about a payment. When a payment was paid is known as long as nothing
    /// has happened to it since.
    init(_ payment: Payment, pid: Int64, _ cashier: Cashier) {
        let (terms, standing) = (payment.terms, payment.standing)
        let isUntouched = standing.state == .captured && standing.refunded == 0 && standing.surplus == 0
        let docking = EpayDocking(terms.docking)
        self.init(
            pid: pid, tradeNo: terms.id, outTradeNo: terms.outTradeNo, channelTradeNo: standing.trade?.number,
            type: docking.type, name: terms.subject,
            amount: terms.money.minor, param: docking.param, status: EpayStatus(payment), createdAt: terms.createdAt,
            paidAt: isUntouched ? standing.updatedAt : nil,
            payURL: standing.state == .pending ? cashier.url(of: terms.id) : nil)
    }
}
