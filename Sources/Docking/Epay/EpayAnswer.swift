import JSON
import Values

/// An answer of `mapi.php` or `api.php` in JSON. Shops read `code` as an integer, some in languages that take nothing
/// else, and all numbers of orders and amounts as strings.
enum EpayAnswer: Sendable {
    /// Nothing was done, and why.
    case refused(EpayRefusal)
    /// An order is there, and the payer goes to this address.
    case created(tradeNo: Identifier, payURL: String)
    /// `act=query`.
    case account(EpayAccount)
    /// `act=order`.
    case order(EpayOrder)
    /// `act=orders`, in the order given.
    case orders([EpayOrder])
    /// A refund that happened.
    case refund(EpayRefund)

    /// The whole answer, whose HTTP status is 200 always: shops do not look into others.
    func response() -> Response {
        Response.json(200) { writer in
            writer.field("code", code)
            switch self {
            case .refused(let refusal): writer.field("msg", refusal.message)
            case .created(let tradeNo, let payURL):
                writer.field("trade_no", tradeNo.decimal)
                writer.field("payurl", payURL)
            case .account(let account): account.write(into: &writer)
            case .order(let order):
                writer.field("msg", "succ")
                order.write(into: &writer)
            case .orders(let orders):
                writer.field("msg", "succ")
                writer.field("count", orders.count)
                writer.array("data") { writer in
                    for order in orders { writer.object { order.write(into: &$0) } }
                }
            case .refund(let refund): refund.write(into: &writer)
            }
        }
    }

    private var code: Int {
        switch self {
        case .refused(let refusal): refusal.code
        // Newer servers answer a refund with 0; most shops ask for 1 there too.
        case .created, .account, .order, .orders, .refund: 1
        }
    }
}
