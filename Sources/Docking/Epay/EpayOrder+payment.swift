import Channels
import Deductions
import JSON
import Values

extension EpayOrder {
    /// How the shop with this number is told about a payment.
    init(_ payment: Payment, paidAt: Timestamp?, pid: Int64, _ cashier: Cashier) {
        let (terms, standing) = (payment.terms, payment.standing)
        let docking = EpayDocking(terms.docking)
        let client = terms.client.flatMap { try? JSONReader.parse($0) }
        self.init(
            pid: pid, tradeNo: terms.id, outTradeNo: terms.outTradeNo, channelTradeNo: standing.trade?.number,
            type: docking.type, name: terms.subject, amount: terms.money.minor, refunded: standing.refunded,
            param: docking.param, clientIP: client?["ip"]?.text, status: EpayStatus(payment),
            createdAt: terms.createdAt, paidAt: paidAt,
            payURL: standing.state == .pending ? cashier.url(of: terms.id) : nil)
    }
}
