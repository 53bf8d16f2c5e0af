import Foundation

/// What a buyer does: looks, orders, goes to the cashier.
extension Shop {
    /// `GET /demo`
    func goodsPage(_ request: ShopRequest) -> ShopResponse {
        let goods = ShopGoods.allCases.map { goods -> [String: Any] in
            [
                "id": goods.rawValue, "name": pages.word("goods_\(goods.rawValue)", request.language),
                "what": pages.word("goods_\(goods.rawValue)_what", request.language),
                "price": ShopMoney.text(fen: goods.fen),
            ]
        }
        return page("goods", title: "shop", ["goods": goods], request)
    }

    /// `POST /demo/orders`
    func makeOrder(_ request: ShopRequest) throws(ShopFailure) -> ShopResponse {
        guard let goods = ShopGoods(rawValue: ShopForm.fields(of: request.body)?["goods"] ?? "") else {
            return notice("missing", request, 404)
        }
        let order = ShopOrder(goods, name: pages.word("goods_\(goods.rawValue)", request.language))
        try orders.add(order)
        return .redirect(to: "/demo/orders/\(order.number)/pay")
    }

    /// `GET /demo/orders/NO/pay`: the form that the browser itself sends to the gateway.
    func checkoutPage(_ number: String, _ request: ShopRequest) throws(ShopFailure) -> ShopResponse {
        guard let order = orders.find(number) else { return notice("missing", request, 404) }
        guard !order.isPaid else { return .redirect(to: "/demo/orders/\(number)") }
        try orders.change(number) { $0.sentAt = $0.sentAt ?? .now }
        return page(
            "checkout", title: "checkout",
            [
                "action": "\(settings.gateway)/submit.php", "number": number, "name": order.name,
                "price": ShopMoney.text(fen: order.fen),
                "fields": form(for: order).map { ["name": $0.name, "value": $0.value] },
            ], request)
    }

    /// Everything the gateway needs to know of an order, signed.
    func form(for order: ShopOrder) -> [(name: String, value: String)] {
        let fields = [
            ("pid", String(settings.pid)), ("out_trade_no", order.number), ("notify_url", settings.notifyURL),
            ("return_url", "\(settings.address)/demo/return"), ("name", order.name),
            ("money", ShopMoney.text(fen: order.fen)), ("param", order.goods.rawValue),
        ]
        let sign = ShopSignature.sign(Dictionary(uniqueKeysWithValues: fields), key: settings.md5Key)
        return fields.map { (name: $0.0, value: $0.1) } + [("sign", sign), ("sign_type", "MD5")]
    }

    /// `GET /demo/orders/NO`
    func orderPage(_ number: String, _ request: ShopRequest) -> ShopResponse {
        guard let order = orders.find(number) else { return notice("missing", request, 404) }
        let word = { self.pages.word($0, request.language) }
        var values: [String: Any] = [
            "number": number, "name": order.name, "price": ShopMoney.text(fen: order.fen), "look": order.look,
            "standing": word(order.standing), "is_\(order.standing)": true, "steps": order.timeline(word),
        ]
        if let code = order.cardCode { values["card"] = code }
        if let trade = order.tradeNo { values["trade"] = trade }
        if let notice = order.notice {
            values["notice"] = [
                "fields": notice.sorted { $0.key < $1.key }.map { ["name": $0.key, "value": $0.value] }
            ]
        }
        return page("order", title: "order", values, request)
    }
}
