import Deductions
import Ledger
import Payers
import Values

@testable import Docking

extension StandInDesk {
    /// Does whatever it is asked to.
    static var complying: StandInDesk {
        StandInDesk { command in outcome(of: command).map { .answered($0, replayed: false) } ?? .unavailable }
    }

    private static func outcome(of command: any Command) -> Outcome? {
        switch command {
        case let charge as Charge: .payment(.captured(charge.terms))
        case let order as RefundOrder:
            .refund(
                Refund(
                    id: Identifier(3), payment: order.payment, merchant: order.merchant,
                    outRefundNo: order.outRefundNo, money: Money(order.amount ?? 100, .cny), state: .succeeded,
                    reason: order.reason, createdAt: Payment.time))
        case let order as any HoldOrder: .payment(.sample(id: order.payment.number, merchant: order.merchant))
        case let order as any QueueOrder: .payment(.sample(id: order.payment.number, merchant: order.merchant))
        case let order as PayerOrder: .payer(made(order))
        case let order as TopupOrder:
            .topup(
                Topup(
                    id: Identifier(3), merchant: order.merchant,
                    target: AccountKey(order.payer, .wallet, order.money.currency), amount: order.money.minor,
                    createdAt: Payment.time))
        default: nil
        }
    }

    private static func made(_ order: PayerOrder) -> PayerView {
        let payer = Payer(
            id: Identifier(3), merchant: order.owner, login: order.login, state: .active, createdAt: Payment.time)
        return PayerView(payer: payer, wallets: [Wallet(payer: payer.id, currency: order.currency)])
    }
}
