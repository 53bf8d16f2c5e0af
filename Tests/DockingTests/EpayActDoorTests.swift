import JSON
import Merchants
import Testing
import Values

@testable import Docking

/// `api.php`, before a real database.
@Suite(.serialized)
struct EpayActDoorTests {
    private let counter: RealCounter
    private let merchant: Merchant
    private let signer: RequestSigner
    private let shop: EpayShop

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, signer) = try counter.merchant()
        shop = EpayShop(key: EpayShop.key(of: merchant))
    }

    private func fields(_ act: String, _ more: [(name: String, value: String)]) -> [(name: String, value: String)] {
        [(name: "act", value: act), (name: "pid", value: String(merchant.pid))] + more
    }

    /// With the plain key, as most shops ask.
    private func ask(
        _ act: String, _ more: [(name: String, value: String)] = [], method: String = "GET"
    ) -> JSONValue? {
        let response = counter.epay(
            method, "/api.php", EpayShop.encoded(fields(act, more) + [(name: "key", value: shop.key)]))
        #expect(response.status == 200 && response.header("content-type") == "application/json")
        return response.json
    }

    /// Signed, without the key.
    private func askSigned(
        _ act: String, _ more: [(name: String, value: String)] = [], method: String = "GET"
    ) -> JSONValue? {
        counter.epay(method, "/api.php", shop.signed(fields(act, more))).json
    }

    private func create(_ number: String, type: String? = "alipay", param: String? = nil) throws -> String {
        let order = EpayShop.order([
            (name: "pid", value: String(merchant.pid)), (name: "out_trade_no", value: number),
            (name: "type", value: type), (name: "param", value: param), (name: "clientip", value: "203.0.113.5"),
        ])
        guard case .string(let made)? = counter.epay("POST", "/mapi.php", shop.signed(order)).json?["trade_no"] else {
            Issue.record("no order \(number)")
            return ""
        }
        return made
    }

    /// A payment that is paid: charged to a payer of the merchant's by the v1 API. Its `trade_no`.
    private func charge(_ number: String, _ fen: Int) throws -> String {
        let payer = try counter.payer(signer, money: fen)
        let body = #"{"out_trade_no":"\#(number)","payer":"\#(payer)","amount":\#(fen),"currency":"CNY","subject":"卡"}"#
        guard case .string(let made)? = try counter.call(signer, "POST", "/v1/payments", body).json?["trade_no"] else {
            Issue.record("no payment \(number)")
            return ""
        }
        return made
    }

    private func refundedFen(_ tradeNo: String) throws -> JSONValue? {
        let id = try #require(Identifier(decimal: tradeNo))
        return try counter.call(signer, "GET", "/v1/payments/\(id.text)").json?["refunded"]
    }

    @Test("an unpaid order by either number, with what the shop sent byte for byte")
    func unpaid() throws {
        let param = "a b&c=\"1\"\n点\u{1}"
        let tradeNo = try create("U1", type: "wxpay-x", param: param)
        let answer = try #require(ask("order", [(name: "trade_no", value: tradeNo)]))
        #expect(answer["code"] == .integer(1) && answer["msg"] == .string("succ"))
        #expect(answer["trade_no"] == .string(tradeNo) && answer["out_trade_no"] == .string("U1"))
        #expect(answer["type"] == .string("wxpay-x") && answer["param"] == .string(param))
        #expect(answer["pid"] == .integer(merchant.pid) && answer["money"] == .string("1.00"))
        #expect(answer["name"] == .string("VIP会员") && answer["status"] == .integer(0))
        #expect(answer["endtime"] == .null && answer["api_trade_no"] == .null)
        guard case .string(let place)? = answer["payurl"] else {
            Issue.record("no address")
            return
        }
        #expect(place.hasPrefix(RequestSigner.base + "/pay/"))
        #expect(ask("order", [(name: "out_trade_no", value: "U1")]) == answer)
        #expect(ask("order", [(name: "out_trade_no", value: "U1")], method: "POST") == answer)
        #expect(askSigned("order", [(name: "out_trade_no", value: "U1")]) == answer)
        // Ours wins.
        #expect(ask("order", [(name: "out_trade_no", value: "none"), (name: "trade_no", value: tradeNo)]) == answer)

        let plain = try create("U2", type: nil)
        let bare = try #require(ask("order", [(name: "trade_no", value: plain)]))
        #expect(bare["type"] == .null && bare["param"] == .null)
    }

    @Test("a paid order")
    func paid() throws {
        let tradeNo = try charge("P1", 1050)
        let answer = try #require(ask("order", [(name: "out_trade_no", value: "P1")]))
        #expect(answer["trade_no"] == .string(tradeNo) && answer["status"] == .integer(1))
        #expect(answer["money"] == .string("10.50") && answer["payurl"] == .null)
        guard case .string(let end)? = answer["endtime"] else {
            Issue.record("no time")
            return
        }
        #expect(end.utf8.count == 19)
        _ = ask("refund", [(name: "out_trade_no", value: "P1"), (name: "money", value: "0.50")], method: "POST")
        let later = try #require(ask("order", [(name: "out_trade_no", value: "P1")]))
        #expect(later["status"] == .integer(1) && later["endtime"] == .string(end), "the time of the payment stays")
    }

    @Test("orders of one status")
    func listByStatus() throws {
        let unpaid = try create("S1")
        let paid = try charge("S2", 100)
        let refunded = try charge("S3", 100)
        _ = ask("refund", [(name: "trade_no", value: refunded), (name: "money", value: "1.00")], method: "POST")
        for (status, numbers) in [("0", [unpaid]), ("1", [paid]), ("2", [refunded]), ("4", [])] {
            guard case .array(let data)? = ask("orders", [(name: "status", value: status)])?["data"] else {
                Issue.record("no orders")
                continue
            }
            #expect(data.compactMap { $0["trade_no"] } == numbers.map(JSONValue.string))
            #expect(data.allSatisfy { $0["status"] == Int64(status).map(JSONValue.integer) })
        }
    }

    @Test("orders that are not there, are another's, or are not named")
    func unknown() throws {
        let tradeNo = try create("X1")
        let (other, _) = try counter.merchant()
        let asked = EpayShop.encoded([
            (name: "act", value: "order"), (name: "pid", value: String(other.pid)), (name: "trade_no", value: tradeNo),
            (name: "key", value: EpayShop.key(of: other)),
        ])
        #expect(counter.epay("GET", "/api.php", asked).json?["msg"] == .string("订单号不存在"))
        for number in ["1", "x", "9999999999999999999", "0000000000000000000"] {
            #expect(ask("order", [(name: "trade_no", value: number)])?["code"] == .integer(-1))
        }
        #expect(ask("order")?["code"] == .integer(-4))
        #expect(ask("close", [(name: "out_trade_no", value: "none")])?["code"] == .integer(-5))
        #expect(counter.epay("GET", "/api.php", "").json?["msg"] == .string("No Act!"))
    }

    @Test("orders come newest first, ten unless said otherwise")
    func list() throws {
        let numbers = try (1...12).map { try create("L\($0)") }
        func page(_ more: [(name: String, value: String)]) -> [JSONValue] {
            let answer = ask("orders", more)
            guard case .array(let data)? = answer?["data"] else { return [] }
            #expect(answer?["code"] == .integer(1) && answer?["count"] == .integer(Int64(data.count)))
            return data.compactMap { $0["trade_no"] }
        }
        let newest = Array(numbers.reversed().map(JSONValue.string))
        #expect(page([]) == Array(newest.prefix(10)))
        #expect(page([(name: "limit", value: "3"), (name: "offset", value: "2")]) == Array(newest[2..<5]))
        #expect(page([(name: "limit", value: "5"), (name: "page", value: "3")]) == Array(newest[10...]))
        #expect(page([(name: "limit", value: "1000")]) == newest)
        #expect(page([(name: "limit", value: "-1"), (name: "offset", value: "x")]) == Array(newest.prefix(10)))
    }

    @Test("the account: the balance, the counts, and the key for those who showed it")
    func account() throws {
        _ = try create("A1")
        _ = try charge("A2", 250)
        let answer = try #require(ask("query"))
        #expect(answer["code"] == .integer(1) && answer["pid"] == .integer(merchant.pid))
        #expect(answer["key"] == .string(shop.key) && answer["active"] == .integer(1))
        // The payer's 2.50 went out as a top-up and came back as a payment.
        #expect(answer["money"] == .string("10000000.00"))
        #expect(answer["orders"] == .integer(2) && answer["orders_today"] == .integer(2))
        #expect(answer["orders_lastday"] == .integer(0))
        let signed = try #require(askSigned("query"))
        #expect(signed["code"] == .integer(1) && signed["key"] == nil)
    }

    @Test("wrong keys, no keys, wrong signatures", arguments: ["query", "order", "orders", "refund"])
    func strangers(act: String) throws {
        for (last, method) in [(shop.key + "x", "GET"), (String(shop.key.dropLast()), "POST"), ("", "GET")] {
            let asked = EpayShop.encoded(fields(act, [(name: "key", value: last)]))
            #expect(counter.epay(method, "/api.php", asked).json?["code"] == .integer(-3))
        }
        let forged = EpayShop(key: "another").signed(fields(act, []))
        #expect(counter.epay("POST", "/api.php", forged).json?["code"] == .integer(-3))
    }

    @Test("a refund sent again within a minute gets the first answer, and moves money once")
    func refund() throws {
        let tradeNo = try charge("R1", 1000)
        let wish = [(name: "trade_no", value: tradeNo), (name: "money", value: "3.00")]
        let first = try #require(ask("refund", wish, method: "POST"))
        #expect(first["code"] == .integer(1) && first["trade_no"] == .string(tradeNo))
        #expect(first["out_trade_no"] == .string("R1") && first["uid"] == .integer(merchant.pid))
        #expect(first["money"] == .string("3.00") && first["reducemoney"] == .string("3.00"))
        guard case .string(let number)? = first["refund_no"] else {
            Issue.record("no number")
            return
        }
        #expect(number.utf8.count == 19)
        #expect(ask("refund", wish, method: "POST") == first)
        #expect(askSigned("refund", wish) == first)
        // The amount counts, not how it is written or how the order is named.
        #expect(
            ask("refund", [(name: "out_trade_no", value: "R1"), (name: "money", value: "3")], method: "POST") == first)
        #expect(try refundedFen(tradeNo) == .integer(300))

        let second = ask(
            "refund", [(name: "trade_no", value: tradeNo), (name: "money", value: "2.00")], method: "POST")
        #expect(second?["code"] == .integer(1) && second?["refund_no"] != first["refund_no"])
        #expect(ask("order", [(name: "trade_no", value: tradeNo)])?["status"] == .integer(1))
        let rest = askSigned(
            "refund", [(name: "trade_no", value: tradeNo), (name: "money", value: "5.00")], method: "POST")
        #expect(rest?["code"] == .integer(1))
        #expect(ask("order", [(name: "trade_no", value: tradeNo)])?["status"] == .integer(2))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("a refund of the same amount a minute later is another one")
    func later() throws {
        let tradeNo = try charge("R2", 1000)
        let wish = [(name: "trade_no", value: tradeNo), (name: "money", value: "4.00")]
        let first = try #require(ask("refund", wish, method: "POST"))
        try counter.age(refundsOf: tradeNo, seconds: 59)
        #expect(ask("refund", wish, method: "POST") == first)
        try counter.age(refundsOf: tradeNo, seconds: 2)
        let second = try #require(ask("refund", wish, method: "POST"))
        #expect(second["code"] == .integer(1) && second["refund_no"] != first["refund_no"])
        #expect(ask("refund", wish, method: "POST") == second)
        #expect(try refundedFen(tradeNo) == .integer(800))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("a refund beyond what was paid is refused, and its number is not used up")
    func tooMuch() throws {
        let tradeNo = try charge("R3", 1000)
        let wish = { (money: String) in [(name: "trade_no", value: tradeNo), (name: "money", value: money)] }
        for money in ["10.01", "0", "-1", "1e1", "1.001", "", "99999999999999999999"] {
            #expect(ask("refund", wish(money), method: "POST")?["code"] == .integer(-1))
        }
        #expect(ask("refund", wish("6.00"), method: "POST")?["code"] == .integer(1))
        #expect(ask("refund", wish("5.00"), method: "POST")?["msg"] == .string("金额输入错误"))
        #expect(try refundedFen(tradeNo) == .integer(600))
        // An unpaid order has nothing to give back; a link with a plain key moves nothing.
        let unpaid = try create("R4")
        let answer = ask("refund", [(name: "trade_no", value: unpaid), (name: "money", value: "1")], method: "POST")
        #expect(answer?["code"] == .integer(-1))
        #expect(ask("refund", wish("1.00"), method: "GET")?["code"] == .integer(-3))
        #expect(try refundedFen(tradeNo) == .integer(600))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("the same refund from many threads at once moves money once")
    func together() async throws {
        let tradeNo = try charge("R7", 1000)
        let wish = [(name: "trade_no", value: tradeNo), (name: "money", value: "1.00")]
        let asked = EpayShop.encoded(fields("refund", wish) + [(name: "key", value: shop.key)])
        let counter = counter
        let answers = await withTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { counter.epay("POST", "/api.php", asked).body } }
            return await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(try refundedFen(tradeNo) == .integer(100))
        #expect(try counter.brokenInvariants() == [])
    }
}
