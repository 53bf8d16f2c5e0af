import HTTPClient
import Testing

/// epay.md §1.3: `submit.php`.
@Suite("epay 1.3 submit.php", .serialized)
struct EpaySubmitRows {
    private let room: EpayRoom
    private let shop: EpayPeer

    init() throws {
        room = try EpayRoom.shared.get()
        shop = try room.shop()
    }

    private func order(_ changes: [(name: String, value: String?)] = []) -> [EpayPeer.Field] {
        shop.order(
            "T-\(room.next())", notify: "http://127.0.0.1:18080/n", [(name: "clientip", value: nil)] + changes)
    }

    @Test("GET or POST leads to the cashier")
    func methods() throws {
        let fields = shop.signed(order())
        let got = try shop.get("/submit.php", fields)
        #expect(got.status == 302 && got.location?.hasPrefix(shop.base + "/pay/") == true)
        #expect(try shop.post("/submit.php", fields).location == got.location)
        #expect(try shop.post("/submit.php?", fields).location == got.location, "an empty query")
    }

    @Test("if the query has pid, only the query is read, else only the form")
    func onePlace() throws {
        let fields = shop.signed(order())
        let target = "/submit.php?" + EpayPeer.encoded(fields)
        #expect(try shop.send(.post, target, "money=9.99&pid=\(shop.pid)").status == 302)
        #expect(try shop.send(.post, "/submit.php?money=9.99", EpayPeer.encoded(fields)).status == 302)
    }

    @Test(
        "type: any, or none",
        arguments: ["alipay", "wxpay", "qqpay", "bank", "jdpay", "paypal", "usdt", "usdt.trc20", "支付宝", "", nil])
    func types(type: String?) throws {
        let fields = order([(name: "type", value: type)])
        let number = try #require(fields.first { $0.name == "out_trade_no" }?.value)
        #expect(try shop.get("/submit.php", shop.signed(fields)).status == 302)
        let told = try shop.ask("order", [(name: "out_trade_no", value: number)])
        #expect(told["type"] == (type?.isEmpty == true ? nil : type))
    }

    @Test(
        "what has to be there",
        arguments: [
            ("out_trade_no", "订单号(out_trade_no)不能为空"), ("notify_url", "通知地址(notify_url)不能为空"),
            ("name", "商品名称(name)不能为空"), ("money", "金额(money)不能为空"),
        ])
    func required(name: String, words: String) throws {
        for value in [nil, ""] as [String?] {
            let page = try shop.get("/submit.php", shop.signed(order([(name: name, value: value)])))
            #expect(page.status == 200 && page.mediaType.hasPrefix("text/html") && page.text.contains(words))
        }
    }

    @Test("return_url may be empty or absent", arguments: ["", nil])
    func noReturn(url: String?) throws {
        #expect(try shop.get("/submit.php", shop.signed(order([(name: "return_url", value: url)]))).status == 302)
    }

    @Test(
        "out_trade_no: letters, digits and . _ - |",
        arguments: [("a.B_9-|", true), ("a b", false), ("a/b", false), ("单号", false), ("a&b", false), ("a=b", false)])
    func numbers(suffix: String, isTaken: Bool) throws {
        let fields = shop.signed(order([(name: "out_trade_no", value: "T\(room.next())\(suffix)")]))
        #expect(try (shop.get("/submit.php", fields).status == 302) == isTaken)
    }

    @Test("name is cut at 127 bytes on a UTF-8 boundary")
    func longName() throws {
        let fields = order([(name: "name", value: String(repeating: "会", count: 60))])
        let number = try #require(fields.first { $0.name == "out_trade_no" }?.value)
        #expect(try shop.get("/submit.php", shop.signed(fields)).status == 302)
        let name = try shop.ask("order", [(name: "out_trade_no", value: number)])["name"]
        #expect(name == String(repeating: "会", count: 42))
    }

    @Test("param is returned unchanged, sitename and newer names mean nothing")
    func param() throws {
        let param = "a b&c=\"1\"\\ 点"
        let fields = order([
            (name: "param", value: param), (name: "sitename", value: "s"), (name: "channel_id", value: "1"),
            (name: "cert_no", value: "1"), (name: "cert_name", value: "n"), (name: "min_age", value: "18"),
        ])
        let number = try #require(fields.first { $0.name == "out_trade_no" }?.value)
        #expect(try shop.get("/submit.php", shop.signed(fields)).status == 302)
        #expect(try shop.ask("order", [(name: "out_trade_no", value: number)])["param"] == param)
    }

    @Test("errors are a page with status 200")
    func pages() throws {
        #expect(try shop.get("/submit.php", [(name: "pid", value: "")]).text.contains("商户ID不能为空"))
        #expect(try shop.get("/submit.php", [(name: "pid", value: "999999")]).text.contains("商户不存在！"))
        #expect(try shop.get("/submit.php", order() + [(name: "sign", value: "x")]).text.contains("MD5签名校验失败"))
        let none = try shop.send(.get, "/submit.php", "")
        #expect(none.status == 200 && none.text.contains("你还未配置支付接口商户！"))
    }

    @Test("the same out_trade_no again: the same cashier, another type too; other content is refused")
    func again() throws {
        let fields = order()
        let number = try #require(fields.first { $0.name == "out_trade_no" }?.value)
        let first = try shop.get("/submit.php", shop.signed(fields))
        func again(_ name: String, _ value: String?) throws -> EpayPeer.Answer {
            let changed = order([(name: "out_trade_no", value: number), (name: name, value: value)])
            return try shop.post("/submit.php", shop.signed(changed))
        }
        #expect(try again("type", "wxpay").location == first.location)
        #expect(try shop.ask("order", [(name: "out_trade_no", value: number)])["type"] == "wxpay")
        #expect(try again("money", "1.0").location == first.location, "the same amount, written otherwise")
        for (name, value) in [
            ("money", "1.01"), ("name", "other"), ("notify_url", "http://127.0.0.1:18080/other"),
            ("return_url", "https://shop.example/other"), ("param", "p"),
        ] {
            let page = try again(name, value)
            #expect(page.status == 200 && page.text.contains("支付参数有变化"), "\(name)")
        }
        _ = try room.pay(try #require(first.location))
        #expect(try again("type", "alipay").text.contains("已完成支付，请勿重复发起支付"))
        #expect(try again("money", "1.01").text.contains("已完成支付"))
    }

    @Test("trade_no has 19 digits and is a string")
    func tradeNo() throws {
        let fields = order()
        let number = try #require(fields.first { $0.name == "out_trade_no" }?.value)
        _ = try shop.get("/submit.php", shop.signed(fields))
        let tradeNo = try #require(try shop.ask("order", [(name: "out_trade_no", value: number)])["trade_no"])
        #expect(tradeNo.utf8.count == 19 && tradeNo.utf8.allSatisfy { (0x30...0x39).contains($0) })
    }
}
