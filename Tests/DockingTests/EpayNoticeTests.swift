import Deductions
import Merchants
import Testing
import Values

@testable import Docking

struct EpayNoticeTests {
    private let shop = EpayShop()
    private var pen: EpayPen { .md5(key: Array(shop.key.utf8)) }

    private func notice(
        type: String? = "alipay", name: String = "VIP会员", amount: Int64 = 1050, param: String? = nil
    ) -> EpayNotice {
        EpayNotice(
            Self.payment(name: name, amount: amount, docking: EpayDocking(type: type, param: param)), pid: 1001)
    }

    private static func payment(name: String, amount: Int64, docking: EpayDocking) -> Payment {
        .captured(
            PaymentTerms(
                id: .system, merchant: KnownKeys.alice.id, payer: nil, outTradeNo: "A-1", mode: .realtime,
                requestedMode: nil, channel: "balance", money: Money(amount, .cny), subject: name, scenario: nil,
                notifyURL: nil, returnURL: nil, client: nil, metadata: nil, docking: docking.json,
                createdAt: Payment.time), id: 1_234_567_890_123_456_789)
    }

    @Test("All parameters in the protocol's order, what is empty left out")
    func order() {
        func names(_ notice: EpayNotice) -> String {
            notice.parameters(pen).map(\.name).joined(separator: " ")
        }
        #expect(
            names(notice(param: "x"))
                == "pid trade_no out_trade_no type name money trade_status param sign sign_type")
        #expect(names(notice()) == "pid trade_no out_trade_no type name money trade_status sign sign_type")
        #expect(
            names(notice(type: nil, param: ""))
                == "pid trade_no out_trade_no name money trade_status sign sign_type"
        )
    }

    @Test(
        "What the shop signs over what it received is what we signed",
        arguments: [
            (nil, "VIP会员", nil), ("alipay", "a&b=c +%~*'\"<>", "a b&c"), ("wx pay", "x", " \\ "), ("支付宝", "0", "0"),
            ("alipay", " x", "\n"),
        ] as [(String?, String, String?)])
    func signature(type: String?, name: String, param: String?) throws {
        let address = notice(type: type, name: name, param: param).address("http://a.example/n", pen)
        let query = try #require(address.split(separator: "?", maxSplits: 1).last)
        let parameters = try EpayParameters(String(query))
        let received = Query(query).pairs.map {
            (name: String(decoding: $0.name, as: UTF8.self), value: String(decoding: $0.value, as: UTF8.self))
        }
        let signed = received.filter { $0.name != "sign" && $0.name != "sign_type" }
        #expect(parameters.bytes("sign").elementsEqual(shop.sign(signed).utf8))
        #expect(!signed.contains { $0.value.isEmpty })
        #expect(try parameters.text("type") == type && parameters.text("param") == param)
        #expect(try parameters.text("sign_type") == "MD5" && parameters.text("trade_status") == "TRADE_SUCCESS")
    }

    @Test(
        "The address keeps its own bytes and gets a question mark or an ampersand",
        arguments: [
            ("http://a.example/n.php", "http://a.example/n.php?pid=1001&"),
            ("http://a.example/?order_id=7", "http://a.example/?order_id=7&pid=1001&"),
            ("http://a.example/?a=1&amp;b=%2f", "http://a.example/?a=1&amp;b=%2f&pid=1001&"),
            ("http://a.example/n?", "http://a.example/n?&pid=1001&"),
            ("https://a.example/#/order/1", "https://a.example/#/order/1?pid=1001&"),
        ])
    func address(base: String, beginning: String) {
        #expect(notice().address(base, pen).hasPrefix(beginning))
    }

    @Test("The wire form, to the byte")
    func wire() {
        let sent = notice(name: "a b", param: "a b&c").address("http://a.example/n", pen)
        let text =
            "money=10.50&name=a b&out_trade_no=A-1&param=a b&c&pid=1001&trade_no=1234567890123456789"
            + "&trade_status=TRADE_SUCCESS&type=alipay"
        #expect(
            sent == "http://a.example/n?pid=1001&trade_no=1234567890123456789&out_trade_no=A-1&type=alipay&name=a+b"
                + "&money=10.50&trade_status=TRADE_SUCCESS&param=a+b%26c&sign=\(shop.hash(text))&sign_type=MD5")
    }

    @Test(
        "A name that shops would change is trimmed or replaced",
        arguments: [
            ("VIP会员", "VIP会员"), (" x", "x"), ("x ", "x"), ("x\t", "x"), ("\u{3000}x", "x"),
            ("x\u{FEFF}", "x"), ("x\u{200B}", "x"), ("a\\b", "product"), ("", "product"), (" ", "product"),
            ("a b", "a b"), ("product", "product"), ("\u{0}x", "x"), ("x\n", "x"), ("\u{200B}\u{FEFF}", "product"),
        ])
    func names(name: String, sent: String) {
        let parameters = notice(name: name).parameters(pen)
        #expect(parameters.first { $0.name == "name" }?.value == sent)
    }

    @Test("Money has two decimals", arguments: [(1, "0.01"), (100, "1.00"), (1050, "10.50")] as [(Int64, String)])
    func money(amount: Int64, sent: String) {
        #expect(notice(amount: amount).parameters(pen).first { $0.name == "money" }?.value == sent)
    }
}
