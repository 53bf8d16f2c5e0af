import JSON
import Merchants
import OpenSSL
import Policies
import Testing
import Values

/// epay.md §1.6: V2.
@Suite("epay 1.6 V2", .serialized)
struct EpayV2Rows {
    private let room: EpayRoom
    private let shop: EpayPeer

    init() throws {
        room = try EpayRoom.shared.get()
        shop = try room.shop()
    }

    private func order(_ changes: [(name: String, value: String?)] = []) -> [EpayPeer.Field] {
        let added: [(name: String, value: String?)] = [(name: "method", value: "web"), (name: "device", value: "pc")]
        return shop.order("V-\(room.next())", notify: "http://127.0.0.1:18080/n", added + changes)
    }

    /// An order that was made; its number and where it is paid.
    private func make(
        _ shop: EpayPeer, _ changes: [(name: String, value: String?)] = []
    ) throws -> (number: String, payURL: String) {
        let number = "V-\(room.next())"
        let fields = shop.order(number, notify: "http://127.0.0.1:18080/n", changes)
        let made = try shop.post("/api/pay/create", try shop.signedV2(fields))
        return (number, try #require(made["pay_info"], "\(made.text)"))
    }

    private func paid(_ shop: EpayPeer, _ changes: [(name: String, value: String?)] = []) throws -> String {
        let (number, payURL) = try make(shop, changes)
        try room.pay(payURL)
        return number
    }

    @Test("pay/create: code 0, signed with its code and the time; pay_type jump and the cashier's address")
    func create() throws {
        let fields = try shop.signedV2(order())
        let made = try shop.post("/api/pay/create", fields)
        #expect(made.json?["code"] == .integer(0) && made["trade_no"]?.utf8.count == 19)
        #expect(made["pay_type"] == "jump" && made["pay_info"]?.hasPrefix(shop.base + "/pay/") == true)
        #expect(made["sign_type"] == "RSA" && made["timestamp"]?.utf8.count == 10 && shop.isSigned(made))
        #expect(try shop.post("/api/pay/create", fields)["trade_no"] == made["trade_no"])
    }

    @Test("pay/submit by GET and POST leads to the cashier, an error is a page")
    func submit() throws {
        let fields = try shop.signedV2(order([(name: "clientip", value: nil)]))
        let got = try shop.get("/api/pay/submit", fields)
        #expect(got.status == 302 && got.location?.hasPrefix(shop.base + "/pay/") == true)
        #expect(try shop.post("/api/pay/submit", fields).location == got.location)
        let page = try shop.post(
            "/api/pay/submit", order() + [(name: "sign", value: "x"), (name: "sign_type", value: "RSA")])
        #expect(page.status == 200 && page.mediaType.hasPrefix("text/html") && page.text.contains("RSA签名校验失败"))
    }

    @Test("/api.php?s=pay/create is the same door")
    func rewritten() throws {
        let made = try shop.post("/api.php?s=pay/create", try shop.signedV2(order()))
        #expect(made.code == 0 && shop.isSigned(made))
        let fields = try shop.signedV2(order([(name: "clientip", value: nil)]))
        #expect(try shop.get("/api.php?s=pay/submit", fields).status == 302)
    }

    @Test("timestamp: ten digits, at most 300 s from now", arguments: [(299, 0), (-295, 0), (305, -1), (-310, -1)])
    func times(age: Int, code: Int64) throws {
        let made = try shop.post("/api/pay/create", try shop.signedV2(order(), age: age))
        #expect(made.code == code)
        if code != 0 { #expect(made.message == "时间戳字段不正确，请检查服务器时间" && made["sign"] == nil) }
    }

    @Test("no time in it, and a time that was added afterwards")
    func withoutTime() throws {
        let key = try PrivateKey.generateRSA()
        #expect(try shop.post("/api/pay/create", try shop.signedV2(order(), with: key)).code == -3, "another key")
        let fields = try shop.signedV2(order())
        let stale = fields.map { $0.name == "timestamp" ? ($0.name, "1700000000") : $0 }
        #expect(try shop.post("/api/pay/create", stale).code == -3)
        let md5 = shop.signed(order())
        #expect(try shop.post("/api/pay/create", md5).message == "时间戳字段不正确，请检查服务器时间")
    }

    @Test("MD5 is taken at V2's doors too, unless the merchant takes RSA only")
    func md5() throws {
        func dated(_ shop: EpayPeer) throws -> [EpayPeer.Field] {
            let fields = try shop.signedV2([("pid", String(shop.pid))]).filter {
                $0.name == "timestamp" || $0.name == "pid"
            }
            return shop.signed(fields)
        }
        #expect(try shop.post("/api/merchant/info", try dated(shop)).code == 0)
        var settings = MerchantSettings()
        settings.takesRSAOnly = true
        let strict = try room.shop(settings)
        #expect(try strict.post("/api/merchant/info", try dated(strict)).message == "该商户只能使用RSA签名类型")
    }

    @Test("the plain key proves nothing here")
    func plainKey() throws {
        let fields: [EpayPeer.Field] = [("pid", String(shop.pid)), ("key", shop.md5Key)]
        #expect(try shop.post("/api/merchant/info", fields).code == -3)
    }

    @Test("pay/query: what there is, empties dropped, refundmoney once there is some")
    func query() throws {
        let number = try paid(shop, [(name: "param", value: "p")])
        let told = try shop.call("pay/query", [("out_trade_no", number)])
        #expect(told.code == 0 && shop.isSigned(told) && told.json?["status"] == .integer(1))
        #expect(told["out_trade_no"] == number && told["money"] == "1.00" && told["clientip"] == "203.0.113.9")
        for name in ["api_trade_no", "bill_trade_no", "buyer", "refundmoney", "payurl"] {
            #expect(told.json?[name] == nil)
        }
        let tradeNo = try #require(told["trade_no"])
        _ = try shop.call("pay/refund", [("trade_no", tradeNo), ("money", "0.4"), ("out_refund_no", "REF-\(number)")])
        #expect(try shop.call("pay/query", [("trade_no", tradeNo)])["refundmoney"] == "0.40")
        #expect(try shop.call("pay/query", [("trade_no", "1")]).code == -1)
    }

    @Test("pay/refund: out_refund_no makes it once; the same number for something else is refused")
    func refund() throws {
        let number = try paid(shop, [(name: "money", value: "2.00")])
        func refund(_ refundNo: String, _ money: String) throws -> EpayPeer.Answer {
            try shop.call(
                "pay/refund", [("out_trade_no", number), ("money", money), ("out_refund_no", refundNo)])
        }
        let first = try refund("R-\(number)", "0.50")
        #expect(first.code == 0 && first["money"] == "0.50" && first["out_refund_no"] == "R-\(number)")
        #expect(shop.isSigned(first))
        let again = try refund("R-\(number)", "0.5")
        #expect(again.code == 0 && again["refund_no"] == first["refund_no"] && again.message == "已存在相同退款单号！")
        #expect(try refund("R-\(number)", "0.60").message == "该退款单号已用于其他退款")
        #expect(try refund("short", "0.50").code == -1, "more than five characters")
        let next = try refund("S-\(number)", "0.50")
        #expect(next.code == 0 && next["refund_no"] != first["refund_no"])
        #expect(try refund("T-\(number)", "1.01").message == "金额输入错误")
        #expect(try refund("T-\(number)", "1.00").code == 0, "a refusal does not use the number up")
        #expect(try shop.call("merchant/info")["money"] == "0.00")
    }

    @Test("pay/refundquery by refund_no or out_refund_no")
    func refundQuery() throws {
        let number = try paid(shop)
        let made = try shop.call(
            "pay/refund", [("out_trade_no", number), ("money", "0.30"), ("out_refund_no", "RQ-\(number)")])
        let refundNo = try #require(made["refund_no"])
        for field in [(name: "refund_no", value: refundNo), (name: "out_refund_no", value: "RQ-\(number)")] {
            let told = try shop.call("pay/refundquery", [field])
            #expect(told.code == 0 && shop.isSigned(told) && told["refund_no"] == refundNo)
            #expect(told["out_refund_no"] == "RQ-\(number)" && told["out_trade_no"] == number)
            #expect(told["money"] == "0.30" && told["reducemoney"] == "0.30" && told.json?["status"] == .integer(1))
            #expect(told.json?["uid"] == .integer(shop.pid) && told["addtime"] != nil && told["endtime"] != nil)
        }
        #expect(try shop.call("pay/refundquery", [("refund_no", "1")]).message == "退款记录不存在")
        #expect(try shop.call("pay/refundquery").code == -4)
        #expect(try room.shop().call("pay/refundquery", [("refund_no", refundNo)]).code == -1, "another's")
    }

    @Test("pay/close ends an unpaid order, and only such a one")
    func close() throws {
        let (number, payURL) = try make(shop)
        #expect(try shop.call("pay/close", [("out_trade_no", number)]).code == 0)
        let again = try shop.call("pay/close", [("out_trade_no", number)])
        #expect(again.code == 0 && shop.isSigned(again))
        #expect(throws: (any Error).self) { try room.pay(payURL) }
        #expect(try shop.call("pay/query", [("out_trade_no", number)]).json?["status"] == .integer(0))
        let other = try paid(shop)
        #expect(try shop.call("pay/close", [("out_trade_no", other)]).code == -1)
        #expect(try shop.call("pay/query", [("out_trade_no", other)]).json?["status"] == .integer(1))
        #expect(try shop.call("pay/close", [("out_trade_no", "none")]).code == -1)
    }

    @Test("pay/capture and pay/void of money that is held")
    func holds() throws {
        var policy = Policy()
        policy.mode = .preauth
        let shop = try room.shop(policy: policy)
        let (first, second) = (try paid(shop, [(name: "money", value: "4")]), try paid(shop))
        #expect(try shop.call("pay/query", [("out_trade_no", first)]).json?["status"] == .integer(4))
        #expect(try shop.call("pay/close", [("out_trade_no", first)]).code == -1)
        let captured = try shop.call("pay/capture", [("out_trade_no", first), ("money", "4.00")])
        #expect(captured.code == 0 && shop.isSigned(captured) && captured["money"] == "4.00")
        #expect(try shop.call("pay/void", [("out_trade_no", second)]).code == 0)
        #expect(try shop.call("pay/void", [("out_trade_no", first)]).code == -1)
        #expect(try shop.call("merchant/info")["money"] == "4.00")
    }

    @Test("merchant/info and merchant/orders, rows are not signed")
    func merchant() throws {
        let shop = try room.shop()
        let (open, done) = (try make(shop).number, try paid(shop, [(name: "money", value: "7.77")]))
        let info = try shop.call("merchant/info")
        #expect(info.code == 0 && shop.isSigned(info) && info.json?["pid"] == .integer(shop.pid))
        for name in ["status", "pay_status", "settle_status"] { #expect(info.json?[name] == .integer(1), "\(name)") }
        #expect(info["money"] == "7.77" && info["settle_name"] == "Epay shop" && info.json?["order_num"] == .integer(2))
        #expect(info["order_money_today"] == "7.77" && info["order_money_lastday"] == "0.00")
        #expect(info.json?["order_num_today"] == .integer(2) && info.json?["order_num_lastday"] == .integer(0))
        let list = try shop.call("merchant/orders", [("limit", "9"), ("offset", "0")])
        #expect(list.code == 0 && shop.isSigned(list))
        #expect(list.json?["data"]?.elements.compactMap { $0["out_trade_no"]?.text } == [done, open])
        let paid = try shop.call("merchant/orders", [("status", "1")])
        #expect(paid.json?["data"]?.elements.count == 1)
    }

    @Test("an error is not signed; an unknown door is No Act!")
    func errors() throws {
        let wrong = try shop.post(
            "/api/pay/query", [("pid", String(shop.pid)), ("sign_type", "RSA"), ("sign", "AAAA")])
        #expect(wrong.code == -3 && wrong.json?["sign"] == nil)
        #expect(try shop.call("transfer/submit").code == -5 && shop.call("pay/nothing").code == -5)
        let suspended = try shop.post("/api/pay/query", try shop.signedV2([("pid", "999999")]))
        #expect(suspended.code == -3)
    }
}
