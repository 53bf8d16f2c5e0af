import Testing

@testable import Docking

struct EpaySignatureTests {
    private let shop = EpayShop()
    private var key: [UInt8] { Array(shop.key.utf8) }

    private func refusal(_ query: String, key: [UInt8]? = nil) throws -> EpayRefusal? {
        let parameters = try EpayParameters(query)
        do throws(EpayRefusal) {
            try EpaySignature.verify(parameters, key: key ?? self.key)
            return nil
        } catch {
            return error
        }
    }

    @Test("The official SDK's signature of an order")
    func orderVector() throws {
        let sign = "427724b6656aa612cfdbe7a2262036a3"
        #expect(EpaySignature.sign(EpayShop.order(), key: key) == sign)
        #expect(try refusal(EpayShop.encoded(EpayShop.order()) + "&sign=\(sign)&sign_type=MD5") == nil)
    }

    @Test("The official SDK's signature of a notification")
    func notificationVector() throws {
        let sign = "8d8bd804d62788388a0b4511e7c52707"
        let query =
            "pid=1001&trade_no=20160806151343349&out_trade_no=20160806151343351&type=alipay&name=product&money=1"
            + "&trade_status=TRADE_SUCCESS&param=a+b%26c&sign_type=MD5&sign="
        #expect(try refusal(query + sign) == nil)
        #expect(try refusal(query.replacing("money=1&", with: "money=1.00&") + sign) == .wrongSignature)
    }

    @Test(
        "What is signed is everything that was received, known or not, as it was sent",
        arguments: [
            [("sitename", "小店"), ("cid", "7")], [("param", "0")], [("name", " a ")], [("name", "a\\b'\"<&amp;>")],
            [("money", "1")], [("money", "007.50")], [("return_url", "http://a.example/?x=1&y=%20z")], [("Z", "1")],
            [("type", nil)], [("name", "＆＝")],
        ] as [[(String, String?)]])
    func everything(changes: [(String, String?)]) throws {
        let fields = EpayShop.order(changes.map { (name: $0.0, value: $0.1) })
        #expect(try refusal(shop.signed(fields)) == nil)
        #expect(EpaySignature.sign(fields, key: key) == shop.sign(fields))
        #expect(try refusal(shop.signed(fields) + "&added=1") == .wrongSignature)
        #expect(try refusal(shop.signed(fields) + "&added=&list[]=1") == nil)
    }

    @Test(
        "Three spellings of empty values, and no other",
        arguments: [
            (["return_url": "", "param": ""], EpaySignature.Spelling.withoutEmpty),
            (["return_url": " ", "param": ""], .withoutEmpty),
            (["return_url": "", "param": " \t\r\n\u{0}\u{B}"], .withoutBlank),
            (["return_url": "", "param": ""], .withEmpty),
            (["return_url": " ", "param": ""], .withEmpty),
            (["return_url": "\u{3000}", "param": ""], .withoutBlank),
            (["return_url": "\u{A0}", "param": ""], .withoutEmpty),
        ])
    func empty(changes: [String: String], spelling: EpaySignature.Spelling) throws {
        let fields = EpayShop.order(changes.map { (name: $0.key, value: $0.value) })
        let sign = shop.sign(fields) { value in
            switch spelling {
            case .withoutEmpty: value.isEmpty
            case .withoutBlank: value.utf8.allSatisfy { " \t\r\n\u{0}\u{B}".utf8.contains($0) }
            case .withEmpty: false
            }
        }
        #expect(try refusal(EpayShop.encoded(fields) + "&sign=" + sign) == nil)
    }

    @Test("A spelling that keeps one empty value and drops another is none")
    func mixedSpelling() throws {
        let fields = EpayShop.order([("return_url", ""), ("param", "")])
        let sign = shop.sign(fields.filter { $0.name != "param" }) { _ in false }
        #expect(try refusal(EpayShop.encoded(fields) + "&sign=" + sign) == .wrongSignature)
    }

    @Test(
        "K5 the signature's kind and its writing",
        arguments: [
            ("&sign_type=MD5", nil), ("", nil), ("&sign_type=", nil),
            ("&sign_type=none", EpayRefusal.unknownSignatureType), ("&sign_type=md5", .unknownSignatureType),
            ("&sign_type=RSA", .unknownSignatureType), ("&sign_type=MD5%20", .unknownSignatureType),
            ("&sign_type=NONE", .unknownSignatureType), ("&sign_type=%00", .unknownSignatureType),
        ] as [(String, EpayRefusal?)])
    func kinds(suffix: String, expected: EpayRefusal?) throws {
        let fields = EpayShop.order()
        #expect(try refusal(EpayShop.encoded(fields) + "&sign=" + shop.sign(fields) + suffix) == expected)
    }

    @Test("K5 a signature in any other case, length or form is refused")
    func writings() throws {
        let fields = EpayShop.order()
        let good = shop.sign(fields)
        var amp = shop
        amp.key = "&key=" + shop.key
        for sign in [
            "", good.uppercased(), String(good.dropLast()), good + "0", " " + good, good + " ", "0",
            String(repeating: "0", count: 32), amp.sign(fields), good.replacing("a", with: "A"),
        ] {
            let query = EpayShop.encoded(fields + [(name: "sign", value: sign)])
            #expect(try refusal(query) == .wrongSignature, "\(sign)")
        }
        #expect(try refusal(EpayShop.encoded(fields)) == .wrongSignature)
        #expect(try refusal(EpayShop.encoded(fields) + "&sign[]=" + good) == .wrongSignature)
        #expect(try refusal(EpayShop.encoded(fields) + "&sign=" + good, key: Array("other".utf8)) == .wrongSignature)
        var keyless = shop
        keyless.key = ""
        #expect(try refusal(keyless.signed(fields), key: []) == .wrongSignature)
    }

    @Test(
        "K5 a signed text cut apart in another way is refused",
        arguments: [
            // Signed: a product's name that the payer chose. Sent: another order number, the true one swallowed.
            (
                [("name", "n&notify_url=http://a.example/&out_trade_no=B&p=")],
                [
                    ("name", "n"), ("notify_url", "http://a.example/"), ("out_trade_no", "B"),
                    ("p", "&notify_url=http://www.pay.com/notify_url.php&out_trade_no=20160806151343349"),
                ]
            ),
            // Signed: a field before the amount. Sent: another amount, the true one swallowed.
            (
                [("cid", "a&money=0.01&n=")],
                [("cid", "a"), ("money", "0.01"), ("n", "&money=1.00")]
            ),
            // The name of a parameter swallows it.
            (
                [("cid", "a&money=0.01&n")],
                [("cid", "a"), ("money", "0.01"), ("n&money", "1.00")]
            ),
        ])
    func cutting(signed: [(String, String)], sent: [(String, String)]) throws {
        let honest = EpayShop.order(signed.map { (name: $0.0, value: $0.1) })
        let forged = EpayShop.order(sent.map { (name: $0.0, value: $0.1) })
        let sign = shop.sign(honest)
        try #require(shop.sign(forged) == sign)
        #expect(try refusal(EpayShop.encoded(forged) + "&sign=" + sign) == .wrongSignature)
        #expect(try refusal(EpayShop.encoded(honest) + "&sign=" + sign) == .wrongSignature)
    }

    @Test(
        "Delimiters in values that decide nothing are fine, and so is an order number repeated in an address",
        arguments: [
            ("param", "a b&c"), ("param", "a&b=c"), ("name", "A=B & C"), ("name", "money"), ("param", "x&money"),
            ("return_url", "http://a.example/?p=1&type=2&pid=3&out_trade_no=20160806151343349"),
        ])
    func harmless(name: String, value: String) throws {
        #expect(try refusal(shop.signed(EpayShop.order([(name, value)]))) == nil)
    }
}
