/// What a shop's server asks for besides making orders.
enum EpayAct: Sendable {
    case account, settlements, order, orders, refund, refundStanding, close, capture, void

    /// By the `act` of `/api.php`; nil: none that we know.
    init?(v1 name: [UInt8]) {
        switch String(decoding: name, as: UTF8.self) {
        case "query": self = .account
        case "settle": self = .settlements
        case "order": self = .order
        case "orders": self = .orders
        case "refund": self = .refund
        case "capture": self = .capture
        case "void": self = .void
        default: return nil
        }
    }

    /// By what stands behind `/api/`; nil: none that we know.
    init?(v2 name: String) {
        switch name {
        case "merchant/info": self = .account
        case "merchant/orders": self = .orders
        case "pay/query": self = .order
        case "pay/refund": self = .refund
        case "pay/refundquery": self = .refundStanding
        case "pay/close": self = .close
        case "pay/capture": self = .capture
        case "pay/void": self = .void
        default: return nil
        }
    }

    /// A link with a plain key in it ends up in logs and histories: whoever opens it must not change anything.
    var changesSomething: Bool {
        switch self {
        case .refund, .close, .capture, .void: true
        case .account, .settlements, .order, .orders, .refundStanding: false
        }
    }
}
