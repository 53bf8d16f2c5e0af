import JSON
import MariaDB
import Merchants
import Testing
import Threading
import Values

@testable import Docking

/// Orders at `submit.php` and `mapi.php`, before a real database.
@Suite(.serialized)
struct EpayOrderDoorTests {
    private let counter: RealCounter
    private let merchant: Merchant
    private let signer: RequestSigner
    private let shop: EpayShop

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, signer) = try counter.merchant()
        shop = EpayShop(key: EpayShop.key(of: merchant))
    }

    /// An order of this merchant's; nil leaves a field out.
    private func order(_ changes: [(name: String, value: String?)] = []) -> [(name: String, value: String)] {
        EpayShop.order([(name: "pid", value: String(merchant.pid))] + changes)
    }

    private func submit(_ fields: [(name: String, value: String)], _ method: String = "GET") -> Response {
        counter.epay(method, "/submit.php", shop.signed(fields))
    }

    private func create(_ fields: [(name: String, value: String)], _ method: String = "POST") -> Response {
        counter.epay(method, "/mapi.php", shop.signed(fields + [(name: "clientip", value: "203.0.113.5")]))
    }

    private func text(_ response: Response) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test("an order by the browser leads to the cashier, by GET and by POST", arguments: ["GET", "POST"])
    func submits(method: String) throws {
        let response = submit(order([(name: "param", value: "a b&c=1")]), method)
        #expect(response.status == 302 && response.body.isEmpty)
        let place = try #require(response.header("location"))
        let base = RequestSigner.base + "/pay/"
        #expect(place.hasPrefix(base))
        // The payment is the merchant's, waits for its payer, and the v1 API says nothing of epay's fields.
        let payment = try counter.call(signer, "GET", "/v1/payments/" + place.dropFirst(base.utf8.count))
        #expect(payment.json?["state"] == .string("pending") && payment.json?["amount"] == .integer(100))
        #expect(payment.json?["out_trade_no"] == .string("20160806151343349"))
        #expect(payment.json?["subject"] == .string("VIP会员") && payment.json?["payer"] == .null)
        #expect(payment.json?["channel"] == .string("balance") && payment.json?["docking"] == nil)
        #expect(response.header("signature") == nil)
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("an order by the server gets the number and the address, by GET and by POST", arguments: ["GET", "POST"])
    func creates(method: String) throws {
        let response = create(order(), method)
        #expect(response.status == 200 && response.header("content-type") == "application/json")
        let answer = try #require(response.json)
        #expect(answer["code"] == .integer(1))
        guard case .string(let number)? = answer["trade_no"] else {
            Issue.record("\(text(response))")
            return
        }
        let id = try #require(Identifier(decimal: number))
        #expect(answer["payurl"] == .string(RequestSigner.base + "/pay/" + id.text))
    }

    @Test("the same order again, at either door and in another way to pay, is the same payment")
    func again() throws {
        let first = create(order([(name: "param", value: "p")]))
        let number = try #require(first.json?["trade_no"])
        let other = order([(name: "param", value: "p"), (name: "type", value: "wxpay"), (name: "sitename", value: "S")])
        #expect(create(other, "GET").json?["trade_no"] == number)
        #expect(create(order([(name: "param", value: "p"), (name: "type", value: nil)])).json?["trade_no"] == number)
        let place = submit(order([(name: "param", value: "p")])).header("location")
        #expect(first.json?["payurl"] == place.map(JSONValue.string))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test(
        "the same number with other terms is refused",
        arguments: [
            ("money", "1.01"), ("name", "VIP"), ("notify_url", "http://www.pay.com/n"), ("return_url", "http://a.b/"),
            ("param", "x"),
        ])
    func otherTerms(name: String, value: String) throws {
        #expect(create(order()).json?["code"] == .integer(1))
        let words = "该订单(20160806151343349)支付参数有变化，请更换订单号重新发起支付"
        let answer = create(order([(name: name, value: value)])).json
        #expect(answer?["code"] == .integer(-1) && answer?["msg"] == .string(words))
        let page = submit(order([(name: name, value: value)]))
        #expect(page.status == 200 && text(page).contains(words))
        // One yuan is one yuan, however it is written.
        #expect(create(order([(name: "money", value: "1.0")])).json?["code"] == .integer(1))
    }

    @Test("a paid order is not paid again")
    func paid() throws {
        let payer = try counter.payer(signer, money: 1000)
        let body =
            #"{"out_trade_no":"20160806151343349","payer":"\#(payer)","amount":100,"currency":"CNY","subject":"g"}"#
        #expect(try counter.call(signer, "POST", "/v1/payments", body).status == 201)
        let answer = create(order()).json
        #expect(answer?["code"] == .integer(-1))
        #expect(answer?["msg"] == .string("该订单(20160806151343349)已完成支付，请勿重复发起支付"))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("who is not the merchant makes no order")
    func strangers() throws {
        let forged = EpayShop(key: "another key")
        let fields = order([(name: "clientip", value: "203.0.113.5")])
        let unsigned = counter.epay("POST", "/mapi.php", EpayShop.encoded(fields)).json
        #expect(unsigned?["code"] == .integer(-3) && unsigned?["msg"] == .string("MD5签名校验失败"))
        #expect(counter.epay("POST", "/mapi.php", forged.signed(fields)).json?["code"] == .integer(-3))
        // The plain key is not for orders.
        let keyed = EpayShop.encoded(fields + [(name: "key", value: shop.key)])
        #expect(counter.epay("POST", "/mapi.php", keyed).json?["code"] == .integer(-3))
        let nobody = create(order([(name: "pid", value: "999999")])).json
        #expect(nobody?["code"] == .integer(-3) && nobody?["msg"] == .string("商户不存在！"))
        #expect(counter.epay("POST", "/mapi.php", "").json?["code"] == .integer(-4))
        #expect(text(counter.epay("GET", "/submit.php", "")).contains("你还未配置支付接口商户！"))
        #expect(try counter.call(signer, "GET", "/v1/payments").json?["data"] == .array([]))
    }

    @Test("a page of refusal is text: nothing of a request becomes markup")
    func page() throws {
        let response = counter.epay("GET", "/submit.php", "pid=1&%3Cb%3E=1&%3Cb%3E=2")
        #expect(response.status == 200 && response.header("content-type") == "text/html; charset=utf-8")
        #expect(text(response).contains("参数(&lt;b&gt;)重复") && !text(response).contains("<b>"))
        #expect(text(response).contains("无法支付") && !text(response).contains("?lang="))
    }

    @Test("a suspended merchant is told so, at every door")
    func suspended() throws {
        #expect(create(order()).json?["code"] == .integer(1))
        let session = try Session(counter.address)
        defer { session.close() }
        #expect(try MerchantStore.setState(.suspended, of: merchant.id, session))
        try counter.directory.refresh(.milliseconds(30_000))
        let words = "商户已被封禁，无法支付！"
        #expect(text(submit(order())).contains(words))
        #expect(create(order()).json?["msg"] == .string(words))
        let asked = EpayShop.encoded([
            (name: "act", value: "query"), (name: "pid", value: String(merchant.pid)), (name: "key", value: shop.key),
        ])
        #expect(counter.epay("GET", "/api.php", asked).json?["msg"] == .string(words))
    }

    @Test("what is wrong with the request as HTTP is told as everywhere")
    func outside() throws {
        #expect(counter.gateway.answer(request("/mapi.php", type: "application/json")).status == 415)
        #expect(
            counter.gateway.answer(request("/v1/payments", type: "application/x-www-form-urlencoded")).status == 401)
        let large = [UInt8](repeating: 0x61, count: 64 * 1024 + 1)
        #expect(counter.gateway.answer(request("/submit.php", large)).status == 413)
        let spelled = "application/x-www-form-urlencoded; charset=UTF-8"
        #expect(counter.gateway.answer(request("/mapi.php", type: spelled)).json?["code"] == .integer(-4))
    }

    private func request(
        _ target: String, _ body: [UInt8] = [0x61], type: String = "application/x-www-form-urlencoded"
    ) -> Request {
        Request(
            method: "POST", target: target, headers: Headers([(name: "content-type", value: type)]),
            body: .whole(body), remoteAddress: "192.0.2.1", requestID: "r-1", isInternal: false,
            deadline: .milliseconds(60_000))
    }
}
