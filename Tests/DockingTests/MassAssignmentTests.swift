import JSON
import Merchants
import Testing
import Values

@testable import Docking

/// What a merchant may not say of its own objects, said at every door.
@Suite struct MassAssignmentTests {
    private let counter: RealCounter
    private let merchant: Merchant
    private let signer: RequestSigner
    private let payer: String

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, signer) = try counter.merchant()
        payer = try counter.payer(signer, money: 1000)
    }

    private func text(_ value: JSONValue) -> String {
        var writer = JSONWriter(capacity: 256)
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(
        "L3 fields that are ours to write are refused at every door, and nothing happens",
        arguments: [
            ("state", "\"captured\""), ("status", "\"paid\""), ("merchant", "\"0000000000001\""), ("merchant_id", "1"),
            ("fee", "0"), ("captured", "1"), ("refunded", "0"), ("id", "\"0000000000001\""), ("trade_no", "\"1\""),
            ("settled_at", "\"2026-01-01T00:00:00Z\""), ("balance", "1"), ("credit_limit", "1000000"), ("version", "9"),
            ("__proto__", "{}"),
        ])
    func refused(field: String, value: String) throws {
        let made = try counter.call(
            signer, "POST", "/v1/payments",
            #"{"out_trade_no":"T","payer":"\#(payer)","amount":10,"currency":"CNY","subject":"s"}"#)
        let payment = try #require(made.json?["id"]?.text)
        let before = try counter.rows(of: merchant)
        let addition = JSONMember(key: field, value: try JSONReader.parse(Array(value.utf8)))
        let charge = #"{"out_trade_no":"U","payer":"\#(payer)","amount":10,"currency":"CNY","subject":"s"}"#
        for (path, body) in [
            ("/v1/payments", charge),
            ("/v1/payments/\(payment)/refunds", #"{"out_refund_no":"R","amount":1}"#),
            ("/v1/payers", #"{"login":"l","pin":"123456","currency":"CNY"}"#),
            ("/v1/payers/\(payer)/topups", #"{"amount":5,"currency":"CNY"}"#),
            ("/v1/payments/bulk", #"{"payments":[]}"#),
        ] {
            let members = try JSONReader.parse(Array(body.utf8)).members + [addition]
            let answer = try counter.call(signer, "POST", path, text(.object(members)), key: "k-\(field)")
            #expect(answer.status == 422 && answer.code == "invalid-request" && answer.faults == [field], "\(path)")
        }
        let item = JSONValue.object(try JSONReader.parse(Array(charge.utf8)).members + [addition])
        let bulk = try counter.call(
            signer, "POST", "/v1/payments/bulk",
            text(.object([JSONMember(key: "payments", value: .array([item]))])))
        #expect(bulk.json?["results"]?.items.map { $0["status"] } == [.integer(422)])
        #expect(try counter.rows(of: merchant) == before)
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("L3 what an epay order says of its own state means nothing")
    func epay() throws {
        let shop = EpayShop(key: EpayShop.key(of: merchant))
        let order = EpayShop.order([
            (name: "pid", value: String(merchant.pid)), (name: "trade_no", value: "1234567890123456789"),
            (name: "status", value: "1"), (name: "trade_status", value: "TRADE_SUCCESS"),
            (name: "endtime", value: "2026-01-01 00:00:00"), (name: "fee", value: "0"), (name: "uid", value: "1"),
            (name: "clientip", value: "203.0.113.5"),
        ])
        let made = counter.epay("POST", "/mapi.php", shop.signed(order))
        #expect(made.json?["code"] == .integer(1))
        let number = try #require(made.json?["trade_no"]?.text)
        #expect(number != "1234567890123456789")
        let asked = counter.epay(
            "GET", "/api.php", "act=order&pid=\(merchant.pid)&key=\(shop.key)&trade_no=\(number)")
        #expect(asked.json?["status"] == .integer(0) && asked.json?["pid"] == .integer(merchant.pid))
        let id = try #require(Identifier(decimal: number))
        let read = try counter.call(signer, "GET", "/v1/payments/\(id.text)").json
        #expect(read?["state"] == .string("pending") && read?["captured"] == .integer(0))
    }
}
