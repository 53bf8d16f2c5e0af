import JSON
import Merchants
import Policies
import Testing
import Values

/// epay.md §1.5: `api.php`.
@Suite("epay 1.5 api.php", .serialized)
struct EpayQueryRows {
    private let room: EpayRoom
    private let shop: EpayPeer

    init() throws {
        room = try EpayRoom.shared.get()
        shop = try room.shop()
    }

    /// An order that was made; its number and where it is paid.
    private func make(
        _ shop: EpayPeer, _ changes: [(name: String, value: String?)] = []
    ) throws -> (number: String, payURL: String) {
        let number = "Q-\(room.next())"
        let made = try shop.post(
            "/mapi.php", shop.signed(shop.order(number, notify: "http://127.0.0.1:18080/n", changes)))
        return (number, try #require(made["payurl"], "\(made.text)"))
    }

    private func paid(_ shop: EpayPeer, _ changes: [(name: String, value: String?)] = []) throws -> String {
        let (number, payURL) = try make(shop, changes)
        try room.pay(payURL)
        return number
    }

    @Test("act=query: the account, its balance as money, its key if it was shown")
    func query() throws {
        _ = try paid(shop, [(name: "money", value: "2.50")])
        let told = try shop.ask("query")
        #expect(told.code == 1 && told.json?["pid"] == .integer(shop.pid) && told["key"] == shop.md5Key)
        #expect(told.json?["active"] == .integer(1) && told["money"] == "2.50" && told["username"] == "Epay shop")
        for name in ["orders", "orders_today", "order_today"] { #expect(told.json?[name] == .integer(1), "\(name)") }
        for name in ["orders_lastday", "order_lastday"] { #expect(told.json?[name] == .integer(0), "\(name)") }
        #expect(told.json?["type"] == .null && told.json?["account"] == .null)
    }

    @Test("act=settle: what was sent to the merchant's bank, nothing yet")
    func settle() throws {
        let told = try shop.ask("settle", [(name: "limit", value: "5"), (name: "offset", value: "0")])
        #expect(told.code == 1 && told["msg"] == "succ" && told.json?["data"] == .array([]))
    }

    @Test("act=order by trade_no or out_trade_no, trade_no wins; all its fields")
    func order() throws {
        let number = try paid(shop, [(name: "param", value: "p q")])
        let told = try shop.ask("order", [(name: "out_trade_no", value: number)])
        let tradeNo = try #require(told["trade_no"])
        #expect(told.code == 1 && told["msg"] == "succ" && told["out_trade_no"] == number)
        #expect(told["type"] == "alipay" && told.json?["pid"] == .integer(shop.pid) && told["name"] == "VIP会员")
        #expect(told["money"] == "1.00" && told["param"] == "p q" && told.json?["status"] == .integer(1))
        for name in ["addtime", "endtime"] {
            #expect(told[name]?.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil, "\(name)")
        }
        for name in ["api_trade_no", "bill_trade_no", "buyer", "payurl"] { #expect(told.json?[name] == .null) }
        let other = try make(shop).number
        let both = try shop.ask("order", [(name: "out_trade_no", value: other), (name: "trade_no", value: tradeNo)])
        #expect(both["out_trade_no"] == number)
    }

    @Test("act=orders: limit at most 50, 10 by default, offset or page, status")
    func orders() throws {
        let shop = try room.shop()
        for _ in 0..<11 { _ = try make(shop) }
        let number = try paid(shop)
        func numbers(_ fields: [EpayPeer.Field]) throws -> [String] {
            let told = try shop.ask("orders", fields)
            let rows = told.json?["data"]?.elements ?? []
            #expect(told.code == 1 && told.json?["count"] == .integer(Int64(rows.count)))
            return rows.compactMap { $0["out_trade_no"]?.text }
        }
        let all = try numbers([(name: "limit", value: "99")])
        #expect(all.count == 12 && all.first == number)
        #expect(try numbers([]) == Array(all.prefix(10)))
        #expect(try numbers([(name: "limit", value: "3"), (name: "offset", value: "2")]) == Array(all[2..<5]))
        #expect(try numbers([(name: "limit", value: "3"), (name: "page", value: "2")]) == Array(all[3..<6]))
        #expect(try numbers([(name: "status", value: "1")]) == [number])
    }

    @Test("act=refund: success code 0 or 1 as agreed, in part and in full, no second full one", arguments: [0, 1])
    func refund(code: Int64) throws {
        var settings = MerchantSettings()
        settings.refundCode = code
        let shop = try room.shop(settings)
        let number = try paid(shop, [(name: "money", value: "3.00")])
        func refund(_ money: String) throws -> EpayPeer.Answer {
            try shop.tell("refund", [(name: "out_trade_no", value: number), (name: "money", value: money)])
        }
        let first = try refund("1.00")
        #expect(first.code == code && first["money"] == "1.00" && first["reducemoney"] == "1.00")
        #expect(first["refund_no"]?.utf8.count == 19 && first.json?["out_refund_no"] == .null)
        #expect(first["out_trade_no"] == number && first.json?["uid"] == .integer(shop.pid))
        #expect(try refund("1.00")["refund_no"] == first["refund_no"], "sent again within a minute")
        #expect(try refund("2.00").code == code)
        #expect(try shop.ask("order", [(name: "out_trade_no", value: number)]).json?["status"] == .integer(2))
        let more = try refund("3.00")
        #expect(more.code == -1 && more.message == "金额输入错误")
        #expect(try shop.ask("query")["money"] == "0.00")
    }

    @Test("a merchant that wants each refund counted gets it")
    func everyRefund() throws {
        var settings = MerchantSettings()
        settings.repeatsRefunds = false
        let shop = try room.shop(settings)
        let number = try paid(shop, [(name: "money", value: "2.00")])
        let fields: [EpayPeer.Field] = [("out_trade_no", number), ("money", "1.00")]
        let first = try shop.tell("refund", fields)
        #expect(try shop.tell("refund", fields)["refund_no"] != first["refund_no"])
        #expect(try shop.ask("query")["money"] == "0.00")
    }

    @Test("status: 0 unpaid, 1 paid, 2 refunded, 4 pre-authorised; act=capture and act=void of money that is held")
    func holds() throws {
        var policy = Policy()
        policy.mode = .preauth
        var settings = MerchantSettings()
        settings.refundCode = 0
        let shop = try room.shop(settings, policy: policy)
        func status(_ number: String) throws -> JSONValue? {
            try shop.ask("order", [(name: "out_trade_no", value: number)]).json?["status"]
        }
        let (number, payURL) = try make(shop, [(name: "money", value: "5.00")])
        #expect(try status(number) == .integer(0))
        try room.pay(payURL)
        #expect(try status(number) == .integer(4) && shop.ask("query")["money"] == "0.00")
        let wish: [EpayPeer.Field] = [("out_trade_no", number), ("money", "3.50")]
        #expect(try shop.tell("capture", [("out_trade_no", number), ("money", "5.01")]).code == -1)
        let captured = try shop.tell("capture", wish)
        #expect(captured.code == 0 && captured["money"] == "3.50" && captured.json?["status"] == .integer(1))
        #expect(try shop.tell("capture", wish).code == 0, "sent again")
        #expect(try shop.tell("capture", [("out_trade_no", number), ("money", "1.00")]).code == -1)
        #expect(try shop.ask("query")["money"] == "3.50")
        #expect(try shop.tell("void", [("out_trade_no", number)]).message == "该订单不是预授权冻结状态")

        let other = try paid(shop)
        #expect(try shop.tell("void", [("out_trade_no", other)]).code == 0)
        #expect(try shop.tell("void", [("out_trade_no", other)]).code == 0, "sent again")
        #expect(try status(other) == .integer(0) && shop.ask("query")["money"] == "3.50")
        #expect(try shop.ask("void", [("out_trade_no", number)]).code == -3, "no plain key in a link")
        let realtime = try paid(self.shop)
        #expect(try self.shop.tell("capture", [("out_trade_no", realtime)]).code == -1)
        #expect(try self.shop.tell("void", [("out_trade_no", realtime)]).code == -1)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("errors: -1 no such order, -3 merchant or key, -4 no order named, -5 No Act!")
    func errors() throws {
        func told(_ act: String, _ fields: [EpayPeer.Field]) throws -> (Int64?, String?, Int) {
            let answer = try shop.get("/api.php", [("act", act)] + fields)
            return (answer.code, answer.message, answer.status)
        }
        let own: [EpayPeer.Field] = [("pid", String(shop.pid)), ("key", shop.md5Key)]
        #expect(try told("order", own + [("out_trade_no", "none")]) == (-1, "订单号不存在", 200))
        #expect(try told("order", own + [("trade_no", "1")]) == (-1, "订单号不存在", 200))
        #expect(try told("order", own) == (-4, "订单号不能为空", 200))
        #expect(try told("query", [("pid", "999999"), ("key", "x")]) == (-3, "商户ID不存在", 200))
        #expect(try told("query", [("pid", String(shop.pid)), ("key", "x")]) == (-3, "商户密钥错误", 200))
        #expect(try told("nothing", own) == (-5, "No Act!", 200))
        #expect(try told("", own) == (-5, "No Act!", 200))
        let short = try shop.tell("refund", [("out_trade_no", try paid(shop)), ("money", "x")])
        #expect(short.code == -1 && short.message == "金额不合法")
    }

    @Test("a merchant of RSA only gets -3 on all of V1")
    func onlyRSA() throws {
        var settings = MerchantSettings()
        settings.takesRSAOnly = true
        let shop = try room.shop(settings)
        #expect(try shop.ask("query").message == "该商户只能使用RSA签名类型")
        #expect(try shop.tell("refund", [("out_trade_no", "x"), ("money", "1")]).code == -3)
        let order = shop.signed(shop.order("R-\(room.next())", notify: "http://127.0.0.1:18080/n"))
        #expect(try shop.post("/mapi.php", order).code == -3)
        #expect(try shop.get("/submit.php", order).text.contains("该商户只能使用RSA签名类型"))
        #expect(try shop.call("merchant/info").code == 0)
    }

    @Test("a server outside of the merchant's networks is refused, a payer's browser is not")
    func networks() throws {
        var settings = MerchantSettings()
        settings.networks = ["198.51.100.0/24"]
        let shop = try room.shop(settings)
        #expect(try shop.ask("query").message == "当前服务器IP不在该商户的白名单中" && shop.call("merchant/info").code == -3)
        let order = shop.signed(shop.order("W-\(room.next())", notify: "http://127.0.0.1:18080/n"))
        #expect(try shop.post("/mapi.php", order).code == -3 && shop.get("/submit.php", order).status == 302)
        settings.networks.append("127.0.0.0/8")
        settings.networks.append("::1")
        #expect(try room.shop(settings).ask("query").code == 1)
    }

    @Test("clients: act in the body, key or sign, GET or POST, a refund by a signed link")
    func clients() throws {
        let number = try paid(shop)
        let order: [EpayPeer.Field] = [("act", "order"), ("pid", String(shop.pid)), ("out_trade_no", number)]
        let keyed = order + [(name: "key", value: shop.md5Key)]
        for answer in [
            try shop.post("/api.php", keyed), try shop.get("/api.php", shop.signed(order)),
            try shop.post("/api.php?act=order", Array(keyed.dropFirst())),
            try shop.post("/api.php", shop.signed(order)),
        ] { #expect(answer.code == 1 && answer["out_trade_no"] == number) }
        let refund: [EpayPeer.Field] = [
            ("act", "refund"), ("pid", String(shop.pid)), ("out_trade_no", number), ("money", "1"),
        ]
        #expect(try shop.get("/api.php", refund + [("key", shop.md5Key)]).code == -3, "not by a link with the key")
        #expect(try shop.get("/api.php", shop.signed(refund)).code == 1)
        #expect(try shop.post("/api.php", refund + [("key", shop.md5Key)]).code == 1, "the same one")
        #expect(try shop.ask("query")["money"] == "0.00")
    }
}
