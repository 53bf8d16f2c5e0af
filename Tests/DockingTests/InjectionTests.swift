import JSON
import Merchants
import Testing
import Values

@testable import Docking

/// What would be a statement or a header line if it were ever taken for one.
@Suite struct InjectionTests {
    private let counter: RealCounter
    private let merchant: Merchant
    private let signer: RequestSigner
    private let payer: String
    private let shop: EpayShop

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, signer) = try counter.merchant()
        payer = try counter.payer(signer, money: 1000)
        shop = EpayShop(key: EpayShop.key(of: merchant))
    }

    static let statements = [
        "' OR '1'='1", "'; DROP TABLE payment; -- ", "\\' OR 1=1 #", "\" OR \"\"=\"", "1) UNION SELECT material, 1 -- ",
        "'||(SELECT SLEEP(9))||'", "/*!50000 OR 1=1*/", "%", "_", "%_%", "\\", "`", "''", "0x27", "?", "${id}",
        "12abc", "'12abc'",
    ]

    /// Those of them that an order of the epay protocol may have for a number.
    private static let orderNumbers = ["_", "0x27", "12abc"]

    /// An object of texts, but for `amount`; a subject goes into the metadata and the client's description as well.
    private func json(_ members: [(name: String, value: String)]) -> String {
        var object = members.map { name, value in
            JSONMember(key: name, value: name == "amount" ? .integer(Int64(value) ?? 0) : .string(value))
        }
        if let subject = members.first(where: { $0.name == "subject" })?.value {
            let client = ["device_id", "user_agent", "terminal_id"].map { JSONMember(key: $0, value: .string(subject)) }
            object.append(JSONMember(key: "client", value: .object(client)))
            let metadata = JSONMember(key: subject, value: .string(subject))
            object.append(JSONMember(key: "metadata", value: .object([metadata])))
        }
        var writer = JSONWriter(capacity: 256)
        writer.value(.object(object))
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func encoded(_ text: String) -> String { String(decoding: Query.encoded(Array(text.utf8)), as: UTF8.self) }

    @Test("N1 statements in every text field of the v1 API are text, and come back unchanged", arguments: statements)
    func fields(text: String) throws {
        let before = try counter.rows(of: merchant)
        let key = String(decoding: text.utf8.filter { $0 != 0x20 }, as: UTF8.self)
        let charge = [
            ("out_trade_no", text), ("payer", payer), ("amount", "10"), ("currency", "CNY"), ("subject", text),
            ("scenario", text), ("return_url", "https://shop.example/?q='%20OR%201=1--%20;%25_"),
        ]
        let made = try counter.call(signer, "POST", "/v1/payments", json(charge))
        #expect(made.status == 201)
        let id = try #require(made.json?["id"]?.text)
        let other = charge.map { ($0.0, $0.0 == "out_trade_no" ? "other" : $0.1) }
        #expect(try counter.call(signer, "POST", "/v1/payments", json(other)).status == 201)
        let read = try counter.call(signer, "GET", "/v1/payments/\(id)").json
        for name in ["out_trade_no", "subject", "scenario"] { #expect(read?[name] == .string(text)) }
        #expect(read?["metadata"]?.members == [JSONMember(key: text, value: .string(text))])
        // A number finds its own payment and no other, whatever it looks like to a pattern.
        let found = try counter.call(signer, "GET", "/v1/payments?out_trade_no=\(encoded(text))").json?["data"]
        #expect(found?.items.map { $0["id"]?.text } == [id])
        let refund = try counter.call(
            signer, "POST", "/v1/payments/\(id)/refunds",
            json([("out_refund_no", text), ("reason", text), ("amount", "1")]))
        #expect(refund.json?["out_refund_no"] == .string(text) && refund.json?["reason"] == .string(text))
        let made2 = try counter.call(
            signer, "POST", "/v1/payers", json([("login", text), ("pin", "123456"), ("currency", "CNY")]), key: key)
        #expect(made2.json?["login"] == .string(text))
        #expect(try counter.rows(of: merchant) == before.adding(payments: 2, refunds: 1, payers: 1))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("N1 statements where a word or a number is due are refused", arguments: statements)
    func places(text: String) throws {
        let before = try counter.rows(of: merchant)
        let value = encoded(text)
        for name in ["state", "mode", "from", "to", "limit", "cursor", "order", text] {
            #expect(try counter.call(signer, "GET", "/v1/payments?\(encoded(name))=\(value)").status == 422, "\(name)")
        }
        for name in ["after", "limit", "wait"] {
            #expect(try counter.call(signer, "GET", "/v1/events?\(name)=\(value)").status == 422, "\(name)")
        }
        for (name, body) in [
            ("currency", [("amount", "1"), ("currency", text)]), ("pin", [("login", "l"), ("pin", text)]),
        ] {
            let path = name == "pin" ? "/v1/payers" : "/v1/payers/\(payer)/topups"
            let answer = try counter.call(signer, "POST", path, json(body), key: "k")
            #expect(answer.status == 422 && answer.faults.contains(name))
        }
        #expect(try counter.rows(of: merchant) == before)
    }

    @Test("N1 an id is that id: what begins like one, or is quoted, is none")
    func ids() throws {
        let charge = [
            ("out_trade_no", "I"), ("payer", payer), ("amount", "10"), ("currency", "CNY"), ("subject", "s"),
        ]
        let made = try counter.call(signer, "POST", "/v1/payments", json(charge))
        let id = try #require(made.json?["id"]?.text)
        let number = try #require(made.json?["trade_no"]?.text)
        let before = try counter.rows(of: merchant)
        for spoiled in [
            id + "abc", "'\(id)'", "'\(id)abc'", "\(id)'--", "\(id) OR 1=1", " \(id)", "\(id)\0", "%", "12abc",
            "'12abc'",
            number, number + "abc", "0", "-1",
        ] {
            let place = encoded(spoiled)
            #expect(try counter.call(signer, "GET", "/v1/payments/\(place)").status == 404, "\(spoiled)")
            #expect(try counter.call(signer, "GET", "/v1/payments?cursor=\(place)").status == 422, "\(spoiled)")
            let refund = json([("out_refund_no", "R")])
            #expect(
                try counter.call(signer, "POST", "/v1/payments/\(place)/refunds", refund).status == 404, "\(spoiled)")
        }
        for spoiled in [payer + "abc", "'\(payer)'", "\(payer)'--", "12abc", "'12abc'"] {
            #expect(try counter.call(signer, "GET", "/v1/payers/\(encoded(spoiled))").status == 404)
            let topup = json([("currency", "CNY"), ("amount", "1")])
            let path = "/v1/payers/\(encoded(spoiled))/topups"
            #expect(try counter.call(signer, "POST", path, topup, key: "t").status == 404)
            let other = ["payer": spoiled, "out_trade_no": "J"]
            let foreign = charge.map { ($0.0, other[$0.0] ?? $0.1) }
            #expect(try counter.call(signer, "POST", "/v1/payments", json(foreign)).code == "unknown-payer")
        }
        for spoiled in [number + "abc", "'\(number)'", "12abc", "\(number)' OR 1=1 -- "] {
            let answer = counter.epay(
                "GET", "/api.php", "act=order&pid=\(merchant.pid)&key=\(shop.key)&trade_no=\(encoded(spoiled))")
            #expect(answer.status == 200 && answer.json?["code"] != .integer(1), "\(spoiled)")
        }
        #expect(try counter.rows(of: merchant) == before)
    }

    @Test("N1 statements in the fields of an epay order are text or refused", arguments: statements)
    func epay(text: String) throws {
        let before = try counter.rows(of: merchant)
        let plain = EpayShop.order([
            (name: "pid", value: String(merchant.pid)), (name: "clientip", value: "203.0.113.5"),
            (name: "out_trade_no", value: "E1"),
        ])
        func order(_ changes: [String: String]) -> Response {
            let others = plain.filter { changes[$0.name] == nil }
            let changed = changes.map { (name: $0.key, value: $0.value) }
            return counter.epay("POST", "/mapi.php", shop.signed(others + changed))
        }
        for field in ["out_trade_no", "money", "clientip", "notify_url", "return_url", "pid"] {
            let answer = order([field: text])
            let isNumber = field == "out_trade_no" && Self.orderNumbers.contains(text)
            #expect(answer.status == 200 && (answer.json?["code"] == .integer(1)) == isNumber, "\(field)")
        }
        let made = order(["name": text, "param": text, "out_trade_no": "E2"])
        #expect(made.json?["code"] == .integer(1))
        let asked = counter.epay("GET", "/api.php", "act=order&pid=\(merchant.pid)&key=\(shop.key)&out_trade_no=E2")
        #expect(asked.json?["name"] == .string(text) && asked.json?["param"] == .string(text))
        for name in ["out_trade_no", "trade_no", "key", "pid", "act"] {
            let fields = ["act": "order", "pid": String(merchant.pid), "key": shop.key, "out_trade_no": "none"]
                .merging([name: text]) { _, new in new }
            let form = EpayShop.encoded(fields.map { (name: $0.key, value: $0.value) })
            let answer = counter.epay("POST", "/api.php", form)
            let isNumber = name == "out_trade_no" && Self.orderNumbers.contains(text)
            #expect(answer.status == 200 && (answer.json?["code"] == .integer(1)) == isNumber, "\(name)")
        }
        let added: Int64 = Self.orderNumbers.contains(text) ? 2 : 1
        #expect(try counter.rows(of: merchant).payments == before.payments + added)
    }

    @Test(
        "N4 line breaks make no header lines: refused, or never part of one",
        arguments: ["a\r\nSet-Cookie: a=b", "a\nLocation: https://evil.example", "a\r\n\r\n<html>", "a\rb", "a\u{85}b"])
    func headers(text: String) throws {
        let before = try counter.rows(of: merchant)
        let charge = [
            ("out_trade_no", "H"), ("payer", payer), ("amount", "10"), ("currency", "CNY"), ("subject", "s"),
        ]
        var answers: [Response] = []
        for (name, value) in [
            ("out_trade_no", text), ("return_url", "https://shop.example/" + text),
            ("notify_url", "https://shop.example/" + text), ("scenario", text), ("subject", text),
        ] {
            let body = json(charge.filter { $0.0 != name } + [(name, value)])
            answers.append(try counter.call(signer, "POST", "/v1/payments", body))
            #expect(answers.last?.status == 422, "\(name)")
        }
        answers.append(try counter.call(signer, "POST", "/v1/payers", "{}", key: text))
        #expect((400...401).contains(try #require(answers.last?.status)))
        answers.append(try counter.call(signer, "GET", "/v1/payments/\(encoded(text))"))
        #expect(answers.last?.status == 404)
        let plain = EpayShop.order([(name: "pid", value: String(merchant.pid))])
        for name in ["out_trade_no", "return_url", "notify_url", "type"] {
            let fields = plain.filter { $0.name != name } + [(name: name, value: text)]
            answers.append(counter.epay("GET", "/submit.php", shop.signed(fields)))
            #expect(answers.last?.status != 302, "\(name)")
        }
        let named = plain.filter { $0.name != "name" } + [(name: "name", value: text), (name: "param", value: text)]
        answers.append(counter.epay("GET", "/submit.php", shop.signed(named)))
        for answer in answers {
            #expect(answer.status < 500)
            #expect(!answer.headers.contains { $0.value.utf8.contains { $0 < 0x20 || $0 >= 0x7F } })
            #expect(!answer.headers.contains { ["set-cookie"].contains($0.name) || $0.value.contains("evil") })
            // The bytes for the web server: its guard against line breaks does not have to act.
            #expect(!answer.gatewayBytes.isEmpty)
        }
        #expect(try counter.rows(of: merchant).payments <= before.payments + 1)
    }
}
