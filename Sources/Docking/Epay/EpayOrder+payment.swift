import Channels
import Deductions
import Values

extension EpayOrder {
    /// How the shop with this number is told about a payment.
    init(_ payment: Payment, paidAt: Timestamp?, pid: Int64, _ cashier: Cashier) {
        let (terms, standing) = (payment.terms, payment.standing)
        let docking = EpayDocking(terms.docking)
        self.init(
            pid: pid, tradeNo: terms.id, outTradeNo: terms.outTradeNo, channelTradeNo: standing.trade?.number,
            type: docking.type, name: terms.subject,
            amount: terms.money.minor, param: docking.param, status: EpayStatus(payment), createdAt: terms.createdAt,
            paidAt: paidAt,
            payURL: standing.state == .pending ? cashier.url(of: terms.id) : nil)
    }
}
