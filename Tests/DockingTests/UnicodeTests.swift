import JSON
import Merchants
import OpenSSL
import Testing

@testable import Docking

/// Text beyond ASCII at the doors and in the database: bytes are what counts, and broken ones do not get in.
@Suite struct UnicodeTests {
    private let counter: RealCounter
    private let merchant: Merchant
    private let signer: RequestSigner
    private let payer: String

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, signer) = try counter.merchant()
        payer = try counter.payer(signer, money: 1000)
    }

    private func charge(_ number: String, _ subject: String = "s", _ scenario: String = "s") throws -> Response {
        try counter.call(
            signer, "POST", "/v1/payments",
            #"{"out_trade_no":"\#(number)","payer":"\#(payer)","amount":1,"currency":"CNY","subject":"\#(subject)","#
                + #""scenario":"\#(scenario)"}"#)
    }

    @Test(
        "N5 twins that look alike are different numbers, logins and keys",
        arguments: [
            ("é", "e\u{301}"), ("Å", "\u{212B}"), ("a", "а"), ("x", "x\u{200B}"), ("ab", "a\u{202E}b"), ("ß", "ss"),
            ("A", "Ａ"), ("a", "A"),
        ])
    func twins(first: String, second: String) throws {
        let payments = try [first, second].map { try charge($0) }
        #expect(payments.map(\.status) == [201, 201])
        #expect(payments[0].json?["id"] != payments[1].json?["id"])
        for (text, payment) in zip([first, second], payments) {
            // JSONValue compares bytes.
            #expect(payment.json?["out_trade_no"] == .string(text))
            let query = String(decoding: Query.encoded(Array(text.utf8)), as: UTF8.self)
            let found = try counter.call(signer, "GET", "/v1/payments?out_trade_no=\(query)").json?["data"]
            #expect(found?.items.map { $0["id"] } == [payment.json?["id"]])
            let id = try #require(payments[0].json?["id"]?.text)
            let path = "/v1/payments/\(id)/refunds"
            let refund = try counter.call(signer, "POST", path, #"{"out_refund_no":"\#(text)"}"#)
            #expect(refund.status == (text.utf8.elementsEqual(first.utf8) ? 201 : 409))
            let body = #"{"login":"\#(text)","pin":"123456","currency":"CNY"}"#
            let made = try counter.call(signer, "POST", "/v1/payers", body, key: "k-\(counter.next())")
            #expect(made.status == 201 && made.json?["login"] == .string(text))
        }
        #expect(try counter.rows(of: merchant).payments == 2)
    }

    @Test("N5 four bytes a character, as many as a column holds and one more")
    func limits() throws {
        func emoji(_ count: Int) -> String { String(repeating: "😀", count: count) }
        let full = try charge(emoji(32), emoji(256), emoji(64))
        #expect(full.status == 201)
        let id = try #require(full.json?["id"]?.text)
        let read = try counter.call(signer, "GET", "/v1/payments/\(id)").json
        #expect(read?["out_trade_no"] == .string(emoji(32)) && read?["subject"] == .string(emoji(256)))
        #expect(read?["scenario"] == .string(emoji(64)))
        #expect(try charge(emoji(33)).faults == ["out_trade_no"])
        #expect(try charge("a" + emoji(32)).faults == ["out_trade_no"])
        #expect(try charge("N", emoji(257), emoji(65)).faults == ["subject", "scenario"])
        func refund(_ number: String, _ reason: String) throws -> Response {
            let body = #"{"out_refund_no":"\#(number)","reason":"\#(reason)"}"#
            return try counter.call(signer, "POST", "/v1/payments/\(id)/refunds", body)
        }
        #expect(try refund(emoji(33), emoji(257)).faults == ["out_refund_no", "reason"])
        #expect(try refund(emoji(32), emoji(256)).json?["reason"] == .string(emoji(256)))
        func payer(_ login: String) throws -> Response {
            let body = #"{"login":"\#(login)","pin":"123456","currency":"CNY"}"#
            return try counter.call(signer, "POST", "/v1/payers", body, key: "k-\(counter.next())")
        }
        #expect(try payer(emoji(16)).json?["login"] == .string(emoji(16)))
        #expect(try payer(emoji(17)).faults == ["login"])
    }

    @Test("N5 what turns or hides text is kept as it is, and nothing is made of it")
    func marks() throws {
        let marks = "gnp.\u{202E}exe\u{2066}\u{200B}\u{FEFF}\u{AD}\u{2028}\u{FFFE}"
        let made = try charge("marks-" + marks, marks, marks)
        #expect(made.status == 201)
        let id = try #require(made.json?["id"]?.text)
        let read = try counter.call(signer, "GET", "/v1/payments/\(id)").json
        #expect(read?["subject"] == .string(marks) && read?["scenario"] == .string(marks))
        #expect(read?["out_trade_no"] == .string("marks-" + marks))
    }

    @Test(
        "N5 bytes that are no UTF-8 are refused as they arrive",
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]]
            as [[UInt8]])
    func broken(bytes: [UInt8]) throws {
        let before = try counter.rows(of: merchant)
        for (path, head, tail) in [
            (
                "/v1/payments", #"{"payer":"\#(payer)","amount":1,"currency":"CNY","subject":"s","out_trade_no":""#,
                "\"}"
            ),
            ("/v1/payments", #"{"out_trade_no":"B","amount":1,"currency":"CNY","subject":"s","metadata":{""#, "\":1}}"),
            ("/v1/payments/bulk", #"{"payments":[{"out_trade_no":""#, "\"}]}"),
            ("/v1/payers", #"{"pin":"123456","currency":"CNY","login":""#, "\"}"),
        ] {
            let answer = try counter.call(
                signer, "POST", path, bytes: Array(head.utf8) + bytes + Array(tail.utf8), key: "k")
            #expect(answer.status == 400 && answer.code == "malformed-body", "\(path)")
        }
        let escaped = bytes.map { "%" + Hex.encode([$0]) }.joined()
        #expect(try counter.call(signer, "GET", "/v1/payments?out_trade_no=\(escaped)").faults == ["out_trade_no"])
        #expect(try counter.call(signer, "GET", "/v1/payments/\(escaped)").status == 404)
        for name in ["name", "out_trade_no", "param"] { #expect(order(name, bytes) != .integer(1), "\(name)") }
        #expect(try counter.rows(of: merchant) == before)
    }

    /// The code of the answer to an epay order with any bytes in one field, rightly signed.
    private func order(_ name: String, _ bytes: [UInt8]) -> JSONValue? {
        let others = EpayShop.order([
            (name: "pid", value: String(merchant.pid)), (name: "clientip", value: "203.0.113.5"),
            (name: name, value: nil),
        ])
        let fields = (others.map { ($0.name, Array($0.value.utf8)) } + [(name, bytes)]).sorted { $0.0 < $1.0 }
        let base = fields.map { Array("\($0.0)=".utf8) + $0.1 }.joined(separator: "&".utf8)
        let sign = Hex.encode(Digest.md5(Array(base) + Array(EpayShop.key(of: merchant).utf8)))
        let escaped = bytes.map { "%" + Hex.encode([$0]) }.joined()
        let form = EpayShop.encoded(others) + "&\(name)=\(escaped)&sign=\(sign)&sign_type=MD5"
        return counter.epay("POST", "/mapi.php", form).json?["code"]
    }
}
