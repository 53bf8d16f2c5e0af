import Deductions
import JSON
import Merchants
import Testing
import Values

@testable import Docking

struct PaymentFormTests {
    /// A payment's body with some fields as given, as JSON text; nil leaves one out.
    private func body(_ changes: [(name: String, json: String?)]) -> String {
        var fields: [(name: String, json: String)] = [
            ("out_trade_no", "\"T1\""), ("payer", "\"0000000000025\""), ("amount", "100"), ("currency", "\"CNY\""),
            ("subject", "\"gems\""),
        ]
        for change in changes {
            fields.removeAll { $0.name == change.name }
            if let json = change.json { fields.append((change.name, json)) }
        }
        return "{" + fields.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}"
    }

    private func answer(_ name: String, _ json: String?) throws -> Response {
        try Counter().call("POST", "/v1/payments", body([(name, json)]))
    }

    @Test(
        "J1 amounts that are none",
        arguments: [
            "0", "-1", "-0", "1.0", "1.005", "1e2", "1E2", "1e400", "100.", "\"100\"", "\"0x10\"", "\"１００\"", "null",
            "true", "[]", "{}", "1000000000001", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "18446744073709551617",
        ])
    func wrongAmounts(json: String) throws {
        let response = try answer("amount", json)
        if json == "100." {
            #expect(response.status == 400 && response.code == "malformed-body")
        } else {
            #expect(response.status == 422 && response.code == "invalid-request" && response.faults == ["amount"])
        }
    }

    @Test(
        "J1 what is no number at all",
        arguments: ["NaN", "Infinity", "0x10", "１００", "1,000", "+5", "1_000", "01", "12abc"])
    func noNumbers(json: String) throws {
        let response = try answer("amount", json)
        #expect(response.status == 400 && response.code == "malformed-body")
    }

    @Test("J1 amounts that are right", arguments: [1, 2, 999_999_999_999, 1_000_000_000_000] as [Int64])
    func rightAmounts(amount: Int64) throws {
        let counter = try Counter()
        #expect(try counter.call("POST", "/v1/payments", body([("amount", String(amount))])).status == 201)
        #expect((counter.desk.handedIn.first as? Charge)?.terms.money == Money(amount, .cny))
    }

    @Test(
        "J2 currencies that are none, and minor units that are not integers",
        arguments: [
            ("currency", "\"cny\""), ("currency", "\"XXX\""), ("currency", "\"XAU\""), ("currency", "\"\""),
            ("currency", "\"CNY \""), ("currency", "156"), ("currency", "null"), ("currency", "\"ＣＮＹ\""),
            ("currency", nil), ("amount", "1.5"), ("amount", "1.234"),
        ] as [(String, String?)])
    func wrongCurrencies(field: String, json: String?) throws {
        let response = try answer(field, json)
        #expect(response.status == 422 && response.code == "invalid-request" && response.faults == [field])
    }

    @Test("J2 currencies with other exponents are charged in their minor units", arguments: ["JPY", "BHD", "USD"])
    func otherCurrencies(code: String) throws {
        let counter = try Counter()
        #expect(try counter.call("POST", "/v1/payments", body([("currency", "\"\(code)\"")])).status == 201)
        #expect((counter.desk.handedIn.first as? Charge)?.terms.money.currency.code == code)
    }

    @Test(
        "I2t JSON that others would read",
        arguments: [
            #"{"amount":1,"amount":100}"#, #"{"amount":1,"\u0061mount":100}"#, "\u{FEFF}{}", #"{"amount":1,}"#,
            #"{"subject":"\ud800"}"#, "{} {}", "{}x", "", " ", "'", #"{"a":01}"#, "{\"a\":\"\t\"}", #"{"a":tru}"#,
            String(repeating: "[", count: 33) + String(repeating: "]", count: 33), "{\"a\":1", "[1,]", "nul",
        ])
    func notJSON(text: String) throws {
        let counter = try Counter()
        if text.isEmpty {
            #expect(try counter.call("POST", "/v1/payments", text).status == 400)
        } else {
            let response = try counter.call("POST", "/v1/payments", text)
            #expect(response.status == 400 && response.code == "malformed-body")
        }
        #expect(counter.desk.handedIn.isEmpty)
    }

    @Test("I2t bytes that are no UTF-8")
    func brokenText() throws {
        let bytes = Array(#"{"subject":""#.utf8) + [0xFF, 0xC0, 0x80] + Array(#""}"#.utf8)
        #expect(throws: JSONFailure.self) { try JSONReader.parse(bytes) }
    }

    @Test(
        "I2t numbers beyond what is exact, where any JSON may stand",
        arguments: ["9007199254740993", "1.5", "1e2", "-0"])
    func inexactNumbers(json: String) throws {
        let response = try answer("metadata", "{\"n\":\(json)}")
        #expect(response.status == 422 && response.faults == ["metadata"])
    }

    @Test("A body that is JSON and no object", arguments: ["[]", "1", "\"x\"", "null", "true"])
    func noObject(text: String) throws {
        let response = try Counter().call("POST", "/v1/payments", text)
        #expect(response.status == 422 && response.code == "invalid-request")
    }

    @Test(
        "L3 fields that nobody asked for",
        arguments: [
            "status", "state", "merchant_id", "merchant", "fee", "settled_at", "captured", "id", "trade_no", "Amount",
            "amount ", "risk", "version", "",
        ])
    func unknownFields(name: String) throws {
        let counter = try Counter()
        let response = try counter.call("POST", "/v1/payments", body([(name, "1")]))
        #expect(response.status == 422 && response.code == "invalid-request" && response.faults == [name])
        #expect(counter.desk.handedIn.isEmpty)
    }

    @Test("L3 unknown fields inside the client's description")
    func unknownInside() throws {
        let response = try answer("client", #"{"ip":"192.0.2.1","is_trusted":true}"#)
        #expect(response.faults == ["client.is_trusted"])
    }

    @Test("All mistakes at once")
    func allMistakes() throws {
        let response = try Counter().call("POST", "/v1/payments", #"{"amount":0,"currency":"xx","bonus":1}"#)
        #expect(response.faults == ["out_trade_no", "amount", "currency", "subject", "bonus"])
    }

    @Test(
        "Fields that are required", arguments: ["out_trade_no", "amount", "currency", "subject"])
    func missing(name: String) throws {
        #expect(try answer(name, nil).faults == [name])
    }

    static let longest128 = String(repeating: "x", count: 128)

    @Test(
        "Fields at their edges",
        arguments: [
            ("out_trade_no", "\"\(longest128)\"", true), ("out_trade_no", "\"\(longest128)x\"", false),
            ("out_trade_no", "\"\"", false), ("out_trade_no", #""a\nb""#, false),
            ("out_trade_no", #""a\u0085b""#, false),
            ("out_trade_no", "\"订单 1\"", true), ("out_trade_no", "1", false),
            ("subject", "\"" + String(repeating: "貨", count: 256) + "\"", true),
            ("subject", "\"" + String(repeating: "貨", count: 257) + "\"", false), ("subject", #""\u0000""#, false),
            ("mode", "\"realtime\"", true), ("mode", "\"preauth\"", true), ("mode", "\"auto\"", true),
            ("mode", "\"hybrid\"", false),
            ("mode", "\"REALTIME\"", false), ("mode", "null", false), ("mode", "1", false),
            ("hold_seconds", "1", true), ("hold_seconds", "2592000", true), ("hold_seconds", "2592001", false),
            ("hold_seconds", "0", false), ("capture_by", "\"payer\"", true),
            ("capture_by", "\"nobody\"", false), ("scenario", "\"games\"", true), ("scenario", "\"\"", false),
            ("metadata", "{}", true), ("metadata", "[]", false), ("metadata", "{\"a\":{\"b\":[1,null,\"x\"]}}", true),
            ("metadata", "{\"a\":\"" + String(repeating: "x", count: 4088) + "\"}", true),
            ("metadata", "{\"a\":\"" + String(repeating: "x", count: 4089) + "\"}", false),
            ("client", #"{"ip":"2001:db8::1","device_id":"d","user_agent":"u","terminal_id":"t"}"#, true),
            ("client", "{}", true), ("client", #"{"ip":"1.2.3"}"#, false), ("client", #"{"ip":1}"#, false),
            ("notify_url", "\"https://shop.example/notify?a=b\"", true),
            ("notify_url", "\"javascript:alert(1)\"", false),
            ("return_url", "\"//evil.example\"", false), ("return_url", "\"https://user@evil.example/\"", false),
        ])
    func edges(name: String, json: String, isGood: Bool) throws {
        let response = try answer(name, json)
        #expect(response.status == (isGood ? 201 : 422), "\(String(decoding: response.body, as: UTF8.self))")
        if !isGood { #expect(response.faults.allSatisfy { $0.hasPrefix(name) } && !response.faults.isEmpty) }
    }

    @Test("L4 addresses that are no web pages", arguments: WebAddressCases.refused)
    func addresses(text: String) throws {
        #expect(!WebAddress.isWellFormed(text))
    }

    @Test("Addresses that are web pages", arguments: WebAddressCases.accepted)
    func goodAddresses(text: String) { #expect(WebAddress.isWellFormed(text)) }

    @Test("A payer that cannot be one is one that does not exist", arguments: ["\"\"", "\"x\"", "\"0000000000000\""])
    func malformedPayer(json: String) throws {
        let counter = try Counter()
        let response = try counter.call("POST", "/v1/payments", body([("payer", json)]))
        #expect(response.status == 422 && response.code == "unknown-payer")
        #expect(counter.desk.handedIn.isEmpty)
    }

    @Test("A payer is a string or left out", arguments: ["1", "null", "{}"])
    func wrongPayer(json: String) throws {
        #expect(try answer("payer", json).faults == ["payer"])
    }

    @Test("Everything asked for arrives at the engine")
    func terms() throws {
        let counter = try Counter()
        let response = try counter.call(
            "POST", "/v1/payments",
            body([
                ("mode", "\"realtime\""), ("notify_url", "\"https://a.example/n\""),
                ("return_url", "\"http://a.example/r\""), ("client", #"{"terminal_id":"t","ip":"192.0.2.1"}"#),
                ("scenario", "\"games\""), ("metadata", #"{"b":1,"a":"é"}"#),
            ]))
        let charge = try #require(counter.desk.handedIn.first as? Charge)
        #expect(charge.terms.merchant == KnownKeys.alice.id && charge.terms.payer == Identifier(69))
        #expect(charge.terms.outTradeNo == "T1" && charge.terms.money == Money(100, .cny))
        #expect(charge.terms.mode == .realtime && charge.terms.requestedMode == "realtime")
        #expect(charge.terms.notifyURL == "https://a.example/n" && charge.terms.returnURL == "http://a.example/r")
        #expect(charge.terms.client == Array(#"{"ip":"192.0.2.1","terminal_id":"t"}"#.utf8))
        #expect(charge.terms.metadata == Array(#"{"a":"é","b":1}"#.utf8) && charge.terms.scenario == "games")
        #expect(
            response.json?["metadata"]
                == .object([.init(key: "a", value: .string("é")), .init(key: "b", value: .integer(1))]))
    }
}

enum WebAddressCases {
    static let refused = [
        "", "http", "http:", "http://", "https://", "https:///x", "ftp://a.example", "file:///etc/passwd",
        "gopher://a.example", "javascript:alert(1)", "data:text/html,x", "//evil.example", "/path", "a.example",
        "https://user@a.example", "https://user:pw@a.example", "https://a.example\\@b.example", "https://a.example:0",
        "https://a.example:65536", "https://a.example:x", "https://a.example:", "https://a .example",
        "https://a\n.example",
        "https://例え.example", "https://a%2f@b.example", "https://-a.example", "https://a..example", "https://[::1",
        "https://[zz]", "https://::1/", "https://a.example/\u{7F}", "https://a.example/<script>",
        "https://a.example/" + String(repeating: "x", count: 1024), " https://a.example",
    ]
    static let accepted = [
        "https://a.example", "http://a.example/", "HTTPS://A.example/x?y=z#f", "https://a.example:8443/n",
        "https://192.0.2.1/", "https://[2001:db8::1]:8443/x", "https://a_b.example/%2F?u=a@b", "http://localhost",
    ]
}
