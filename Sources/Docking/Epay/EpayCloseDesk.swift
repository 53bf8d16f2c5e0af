import Deductions
import JSON
import MariaDB
import Merchants
import Threading
import Values

/// Closes orders that are not paid: whoever opens their page then finds that they are over.
struct EpayCloseDesk: Sendable {
    let office: EpayOffice

    /// `/api/pay/close`; one that is closed already is closed.
    func close(
        _ caller: EpayCaller, _ call: Call, tell: @escaping @Sendable (Result<EpayAnswer, EpayRefusal>) -> Void
    ) throws(EpayRefusal) {
        let payment = try office.order(caller, call)
        guard let order = Self.order(payment) else { return tell(Self.told(payment)) }
        office.desk.submit(order, under: caller.merchant.version, call.request.deadline) { verdict, _ in
            office.waiting.run {
                switch verdict {
                case .answered(.payment(let payment), _): tell(Self.told(payment))
                case .answered(.refused(.stateConflict), _):
                    tell(
                        Result { () throws(EpayRefusal) in try office.order(caller, call) }
                            .flatMap(Self.told))
                default: tell(.failure(EpayRefusal(verdict)))
                }
            }
        }
    }

    /// What closes a payment; nil: nothing needs to, or nothing can.
    private static func order(_ payment: Payment) -> (any Command)? {
        let (merchant, id) = (payment.terms.merchant, payment.terms.id)
        return switch payment.standing.state {
        case .pending: CloseOrder(merchant: merchant, payment: id)
        case .queued: CancelOrder(merchant: merchant, payment: id, claim: nil, nonce: nil)
        default: nil
        }
    }

    private static func told(_ payment: Payment) -> Result<EpayAnswer, EpayRefusal> {
        switch payment.standing.state {
        case .voided, .expired, .declined: .success(EpayAnswer(fields: [("msg", .string("订单已关闭"))]))
        case .pending, .queued: .failure(.unavailable)
        case .held, .challenged, .captured: .failure(.notClosable)
        }
    }
}
