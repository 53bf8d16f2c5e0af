import Testing

@testable import DemoShop

/// The shop's own way of signing, reading and counting.
@Suite struct ShopProtocolTests {
    private static let key = "89unJUB8HZ54Hj7x4nUj56HN4nUzUJ8i"

    /// What the protocol's own kit makes of the same fields.
    @Test(
        "signatures agree with other shops'",
        arguments: [
            (
                "money=1.00&name=VIP会员&notify_url=http://www.pay.com/notify_url.php&out_trade_no=20160806151343349"
                    + "&pid=1001&return_url=http://www.pay.com/return_url.php&type=alipay",
                "427724b6656aa612cfdbe7a2262036a3"
            ),
            (
                "money=1&name=product&out_trade_no=20160806151343351&param=a+b%26c&pid=1001"
                    + "&trade_no=20160806151343349&trade_status=TRADE_SUCCESS&type=alipay",
                "8d8bd804d62788388a0b4511e7c52707"
            ),
        ])
    func vectors(_ form: String, _ signature: String) throws {
        var fields = try #require(ShopForm.fields(of: form))
        fields["empty"] = ""
        #expect(ShopSignature.sign(fields, key: Self.key) == signature)
        fields["sign"] = signature
        fields["sign_type"] = "MD5"
        #expect(ShopSignature.isGood(fields, key: Self.key))
        fields["money"] = "2"
        #expect(!ShopSignature.isGood(fields, key: Self.key))
        #expect(!ShopSignature.isGood([:], key: Self.key))
    }

    @Test func moneyIsReadStrictly() {
        let good: [(String, Int64)] = [("1", 100), ("1.5", 150), ("19.90", 1990), ("0.01", 1), ("128.00", 12800)]
        for (text, fen) in good { #expect(ShopMoney.fen(of: text) == fen, "\(text)") }
        for text in ["", ".", "1.", ".5", "-1", "+1", "1e2", "1.234", "1 ", "1.2.3", "١", "99999999999999999999"] {
            #expect(ShopMoney.fen(of: text) == nil, "\(text)")
        }
        #expect(ShopMoney.text(fen: 1990) == "19.90" && ShopMoney.text(fen: 105) == "1.05")
    }

    @Test func formsAreReadOnceAndWrittenForEverybody() throws {
        #expect(ShopForm.fields(of: "a=1&a=2") == nil)
        #expect(ShopForm.fields(of: "a=1&a=1&b") == ["a": "1", "b": ""])
        #expect(ShopForm.fields(of: "a=%E7%82%B9+%26%3D") == ["a": "点 &="])
        let text = ShopForm.text(of: [("名", "a b&c=d+é~"), ("z", "")])
        #expect(text == "%E5%90%8D=a+b%26c%3Dd%2B%C3%A9%7E&z=")
    }

    @Test func theLanguageIsTheFirstOfTheTwo() {
        let cases: [(String?, ShopLanguage)] = [
            (nil, .chinese), ("en-GB,zh;q=0.5", .english), ("zh-TW,en", .chinese), ("de-DE, en;q=0.5", .english),
            ("fr", .chinese),
        ]
        for (field, language) in cases { #expect(ShopLanguage(acceptLanguage: field) == language) }
    }
}
