import HTTPClient
import Merchants
import Testing
import Values

@testable import Docking

struct EpayOrderFormTests {
    private func form(
        _ changes: [(name: String, value: String?)], for browser: EpayOrderForm.Browser = .bringing,
        addresses: AddressPolicy = .publicAndLoopback, settings: MerchantSettings = MerchantSettings()
    ) throws -> EpayOrderForm {
        let parameters = try EpayParameters(EpayShop.encoded(EpayShop.order(changes)))
        _ = try parameters.pid()
        return try EpayOrderForm(
            parameters, for: browser, outgoing: .outgoing(allowsCleartext: true, addresses: addresses),
            settings: settings)
    }

    @Test("An order as the SDKs send it")
    func whole() throws {
        let form = try form([("param", "a b&c"), ("sitename", "小店"), ("clientip", "x"), ("device", "pc")])
        #expect(form.outTradeNo == "20160806151343349" && form.money == Money(100, .cny))
        #expect(form.notifyURL == "http://www.pay.com/notify_url.php" && form.name == "VIP会员")
        #expect(form.returnURL == "http://www.pay.com/return_url.php" && form.type == "alipay")
        #expect(form.param == "a b&c" && form.clientIP == nil)
        let server = try self.form([("clientip", "2001:db8::1"), ("device", "mobile")], for: .named)
        #expect(server.clientIP == "2001:db8::1" && server.param == nil)
    }

    @Test(
        "What may be different",
        arguments: [
            ("type", nil), ("type", ""), ("type", "usdt.trc20"), ("type", "支付宝"), ("return_url", nil),
            ("return_url", ""), ("return_url", "https://shop.example/#/order/1"), ("money", ".5"),
            ("out_trade_no", "a.B_9|-"), ("out_trade_no", String(repeating: "9", count: 128)), ("param", "0"),
            ("param", " \\ "), ("param", ""), ("name", " "), ("name", "a\\b"),
            ("notify_url", "https://shop.example:8443/a?b=1&c=2"), ("device", "whatever it is & was"),
        ] as [(String, String?)])
    func optional(name: String, value: String?) throws { #expect(throws: Never.self) { try form([(name, value)]) } }

    @Test(
        "M1 nobody has us call addresses that are not everybody's",
        arguments: [
            "http://127.0.0.1/n", "http://127.1/n", "http://2130706433/n", "http://0x7f.1/n", "http://[::1]/n",
            "http://[::ffff:127.0.0.1]/n", "http://10.0.0.1/n", "http://169.254.169.254/latest", "http://localhost/n",
            "http://localhost./n", "http://db.internal/n", "http://www.pay.com:3306/n", "http://u@www.pay.com/n",
        ])
    func inwards(address: String) {
        #expect(throws: EpayRefusal.malformed(.notifyURL)) {
            try form([("notify_url", address)], addresses: .publicOnly)
        }
    }

    @Test(
        "Each fault has its own refusal",
        arguments: [
            ("pid", nil, EpayRefusal.nothingSent), ("pid", "", .missing(.pid)), ("pid", "x", .unknownMerchant),
            ("out_trade_no", nil, .missing(.outTradeNo)), ("out_trade_no", "", .missing(.outTradeNo)),
            ("out_trade_no", "a b", .malformed(.outTradeNo)), ("out_trade_no", "订单", .malformed(.outTradeNo)),
            ("out_trade_no", String(repeating: "9", count: 129), .malformed(.outTradeNo)),
            ("out_trade_no", "a\n", .malformed(.outTradeNo)), ("notify_url", nil, .missing(.notifyURL)),
            ("notify_url", "", .missing(.notifyURL)), ("notify_url", "shop.example/n", .malformed(.notifyURL)),
            ("notify_url", "ftp://shop.example", .malformed(.notifyURL)),
            ("notify_url", "http://a@b/", .malformed(.notifyURL)),
            ("notify_url", "http://a/#b", .malformed(.notifyURL)),
            ("return_url", "javascript:alert(1)", .malformed(.returnURL)),
            ("return_url", "//evil.example", .malformed(.returnURL)), ("name", nil, .missing(.name)),
            ("name", "", .missing(.name)), ("money", nil, .missing(.money)), ("money", "", .missing(.money)),
            ("money", "0", .malformed(.money)), ("money", "1.005", .malformed(.money)),
            ("money", "-1", .malformed(.money)), ("type", String(repeating: "x", count: 65), .malformed(.type)),
            ("type", "a\u{0}", .malformed(.type)), ("param", String(repeating: "x", count: 1025), .malformed(.param)),
        ] as [(String, String?, EpayRefusal)])
    func faults(name: String, value: String?, refusal: EpayRefusal) {
        #expect(throws: refusal) { try form([(name, value)]) }
    }

    @Test(
        "K5 delimiters inside values that decide something are refused",
        arguments: [
            ("out_trade_no", "a=1&b=2", EpayRefusal.malformed(.outTradeNo)), ("money", "a=1&b=2", .malformed(.money)),
            ("money", "1.00&name=x", .malformed(.money)), ("pid", "a=1&b=2", .unknownMerchant),
            ("pid", "1001&type=x", .unknownMerchant), ("type", "a=1&b=2", .malformed(.type)),
            ("type", "alipay&z", .malformed(.type)), ("out_trade_no", "1&pid=2", .malformed(.outTradeNo)),
        ])
    func injected(name: String, value: String, refusal: EpayRefusal) {
        #expect(throws: refusal) { try form([(name, value)]) }
    }

    @Test(
        "What the shop's server has to say besides",
        arguments: [
            ("clientip", nil, EpayRefusal.missing(.clientIP)), ("clientip", "", .missing(.clientIP)),
            ("clientip", "256.1.1.1", .malformed(.clientIP)), ("clientip", "localhost", .malformed(.clientIP)),
        ] as [(String, String?, EpayRefusal)])
    func serverFaults(name: String, value: String?, refusal: EpayRefusal) {
        #expect(throws: refusal) { try form([("clientip", "192.0.2.1"), (name, value)], for: .named) }
    }

    @Test("Addresses lead to hosts that were agreed on, if any were")
    func hosts() throws {
        var settings = MerchantSettings()
        settings.notifyHosts = ["www.pay.com"]
        settings.returnHosts = ["*.pay.com"]
        #expect(throws: Never.self) { try form([], settings: settings) }
        #expect(throws: EpayRefusal.otherHost(.notifyURL)) {
            try form([("notify_url", "http://pay.com/n")], settings: settings)
        }
        #expect(throws: EpayRefusal.otherHost(.returnURL)) {
            try form([("return_url", "https://pay.com.evil.example/")], settings: settings)
        }
        #expect(throws: Never.self) { try form([("return_url", "https://a.pay.com/#/order/1")], settings: settings) }
    }

    @Test("Text that is not UTF-8 is refused", arguments: ["name", "param", "type", "out_trade_no", "return_url"])
    func notText(name: String) throws {
        let parameters = try EpayParameters(EpayShop.encoded(EpayShop.order([(name, nil)])) + "&\(name)=%C4%E3")
        #expect(throws: EpayRefusal.unreadable(.notText(name))) {
            try EpayOrderForm(parameters, for: .bringing, outgoing: .browser, settings: MerchantSettings())
        }
    }

    @Test(
        "A name is cut at 127 bytes, never inside a character",
        arguments: [
            (String(repeating: "a", count: 127), String(repeating: "a", count: 127)),
            (String(repeating: "a", count: 128), String(repeating: "a", count: 127)),
            (String(repeating: "会", count: 42), String(repeating: "会", count: 42)),
            (String(repeating: "会", count: 43), String(repeating: "会", count: 42)),
            ("a" + String(repeating: "会", count: 43), "a" + String(repeating: "会", count: 42)),
            ("aa" + String(repeating: "😀", count: 32), "aa" + String(repeating: "😀", count: 31)),
            (String(repeating: "a", count: 126) + "e\u{301}", String(repeating: "a", count: 126) + "e"),
        ])
    func cut(name: String, kept: String) throws {
        #expect(try form([("name", name)]).name.utf8.elementsEqual(kept.utf8))
    }

    @Test(
        "Codes and words",
        arguments: [
            (EpayRefusal.nothingSent, -4, "未传入任何参数"), (.missing(.pid), -1, "商户ID不能为空"),
            (.missing(.outTradeNo), -1, "订单号(out_trade_no)不能为空"),
            (.malformed(.outTradeNo), -1, "订单号(out_trade_no)格式不正确"),
            (.missing(.notifyURL), -1, "通知地址(notify_url)不能为空"), (.missing(.money), -1, "金额(money)不能为空"),
            (.missing(.name), -1, "商品名称(name)不能为空"), (.malformed(.returnURL), -1, "回调地址(return_url)格式不正确"),
            (.malformed(.money), -1, "金额不合法"), (.wrongSignature, -3, "MD5签名校验失败"),
            (.unknownMerchant, -3, "商户ID不存在"), (.wrongKey, -3, "商户密钥错误"),
            (.suspendedMerchant, -1, "商户已被封禁，无法支付！"), (.noOrderNamed, -4, "订单号不能为空"),
            (.alreadyPaid(outTradeNo: "A1"), -1, "该订单(A1)已完成支付，请勿重复发起支付"),
            (.otherTerms(outTradeNo: "A1"), -1, "该订单(A1)支付参数有变化，请更换订单号重新发起支付"),
            (.unknownOrder, -1, "订单号不存在"), (.refusedAmount, -1, "金额输入错误"), (.unknownAct, -5, "No Act!"),
            (.unreadable(.ambiguous("a")), -1, "参数(a)重复且取值不一致"),
        ])
    func told(refusal: EpayRefusal, code: Int, message: String) {
        #expect(refusal.code == code && refusal.message == message)
    }
}
