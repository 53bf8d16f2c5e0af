import Foundation

/// What the gateway says of an order: the same words by the notify, from server to server, and by the return, in the
/// buyer's browser.
struct ShopNotice: Sendable {
    /// What becomes of it.
    enum Verdict: String, Sendable {
        /// The order is paid now.
        case accepted
        /// The order was paid already, by this payment.
        case repeated
        /// Not written by the gateway.
        case forged
        /// For another shop.
        case foreign
        /// Not about a payment that succeeded.
        case unpaid
        /// The shop has no such order.
        case unknown
        /// Another amount than the order's.
        case otherMoney
        /// The order was paid by another payment.
        case otherPayment

        /// Whether the gateway is told that all is well.
        var isGood: Bool { self == .accepted || self == .repeated }
    }

    let fields: [String: String]
    var number: String { fields["out_trade_no"] ?? "" }

    /// What is wrong before any order is looked at; nil: it is the gateway's word about a payment to this shop.
    func objection(_ settings: ShopSettings) -> Verdict? {
        guard ShopSignature.isGood(fields, key: settings.md5Key) else { return .forged }
        guard fields["pid"] == String(settings.pid) else { return .foreign }
        guard fields["trade_status"] == "TRADE_SUCCESS", fields["trade_no"]?.isEmpty == false else { return .unpaid }
        return nil
    }

    /// Takes a notice that has no objection to it into its order.
    func settle(_ order: inout ShopOrder) -> Verdict {
        guard ShopMoney.fen(of: fields["money"] ?? "") == order.fen else { return .otherMoney }
        guard order.tradeNo == nil || order.tradeNo == fields["trade_no"] else { return .otherPayment }
        order.notices += 1
        if order.notice == nil {
            order.notice = fields
            order.noticedAt = .now
        }
        return order.deliver(tradeNo: fields["trade_no"] ?? "") ? .accepted : .repeated
    }
}
