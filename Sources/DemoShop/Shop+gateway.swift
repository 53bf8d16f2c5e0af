import Foundation

/// What passes between the shop and the gateway.
extension Shop {
    /// `GET /demo/notify`: the gateway's server says that an order is paid. Only now are goods handed out. What is
    /// answered with anything but `success` comes again later.
    func takeNotice(_ request: ShopRequest) throws(ShopFailure) -> ShopResponse {
        let verdict = try judge(request) { notice, order in notice.settle(&order) }
        return .text(verdict.isGood ? "success" : "fail")
    }

    /// `GET /demo/return`: the buyer's browser comes back with the same words. They bring it to the order's page; the
    /// goods wait for the notify, which comes whether or not the browser does.
    func takeReturn(_ request: ShopRequest) throws(ShopFailure) -> ShopResponse {
        let number = ShopForm.fields(of: request.query)?["out_trade_no"] ?? ""
        let verdict = try judge(request) { _, order in
            order.returnedAt = order.returnedAt ?? .now
            return .accepted
        }
        return verdict.isGood ? .redirect(to: "/demo/orders/\(number)") : notice("forged", request, 400)
    }

    private func judge(
        _ request: ShopRequest, _ use: (ShopNotice, inout ShopOrder) -> ShopNotice.Verdict
    ) throws(ShopFailure) -> ShopNotice.Verdict {
        guard let fields = ShopForm.fields(of: request.query) else { return .forged }
        let notice = ShopNotice(fields: fields)
        if let objection = notice.objection(settings) { return objection }
        return try orders.change(notice.number) { use(notice, &$0) } ?? .unknown
    }

    /// `POST /demo/orders/NO/query`: the shop's server asks how the order stands. Its word is as good as a notify.
    func askGateway(_ number: String, _ request: ShopRequest) throws(ShopFailure) -> ShopResponse {
        guard orders.find(number) != nil else { return notice("missing", request, 404) }
        let answer = try gateway.order(number)
        try orders.change(number) { order in
            order.note("act=order", answer)
            guard answer.code == 1, answer.status == 1, ShopMoney.fen(of: answer.money ?? "") == order.fen else {
                return
            }
            _ = order.deliver(tradeNo: answer.tradeNo ?? "")
        }
        return .redirect(to: "/demo/orders/\(number)")
    }

    /// `POST /demo/orders/NO/refund`: gives the money back and takes the goods back.
    func refund(_ number: String, _ request: ShopRequest) throws(ShopFailure) -> ShopResponse {
        guard let order = orders.find(number) else { return notice("missing", request, 404) }
        guard order.isPaid, !order.isRefunded else { return .redirect(to: "/demo/orders/\(number)") }
        let answer = try gateway.refund(order)
        try orders.change(number) { order in
            order.note("act=refund", answer)
            // Servers of this protocol say 0 or 1 when a refund happened, by their age.
            if [0, 1].contains(answer.code) { order.refundedAt = .now }
        }
        return .redirect(to: "/demo/orders/\(number)")
    }
}

extension ShopOrder {
    fileprivate mutating func note(_ question: String, _ gateway: ShopGateway.Answer) {
        let words = [
            "code=\(gateway.code)", gateway.status.map { "status=\($0)" },
            gateway.message.isEmpty ? nil : gateway.message,
        ]
        answer = "\(question): " + words.compactMap(\.self).joined(separator: ", ")
        answeredAt = .now
    }
}
