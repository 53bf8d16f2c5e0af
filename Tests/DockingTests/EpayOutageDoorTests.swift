import Deductions
import JSON
import Merchants
import Testing
import Values

@testable import Docking

/// What epay shops are told when something behind the doors is away, and what they are never told.
struct EpayOutageDoorTests {
    private static let form = [(name: "content-type", value: "application/x-www-form-urlencoded")]
    private static let busy = "系统繁忙，请稍后重试"
    private static let asked = "act=order&pid=1001&key=\(EpayShop().key)&out_trade_no=T1"

    private func create(_ counter: Counter) -> Response {
        let order = EpayShop().signed(EpayShop.order([(name: "clientip", value: "203.0.113.5")]))
        return counter.unsigned("POST", "/mapi.php", headers: Self.form, body: .whole(Array(order.utf8)))
    }

    @Test("without keys or books the answer is to come back")
    func away() throws {
        let keyless = try Counter(keysAreAway: true)
        let bookless = try Counter(records: StandInRecords(isAway: true))
        for response in [
            create(keyless), keyless.unsigned("GET", "/api.php?" + Self.asked),
            bookless.unsigned("GET", "/api.php?" + Self.asked),
            bookless.unsigned("GET", "/api.php?act=query&pid=1001&key=\(EpayShop().key)"),
        ] {
            #expect(response.status == 200)
            #expect(response.json?["code"] == .integer(-2) && response.json?["msg"] == .string(Self.busy))
        }
        let page = keyless.unsigned("GET", "/submit.php?" + EpayShop().signed(EpayShop.order()))
        #expect(page.status == 200 && String(decoding: page.body, as: UTF8.self).contains(Self.busy))
    }

    @Test(
        "an engine that takes nothing now, or does not know",
        arguments: [
            (Verdict.overloaded, busy), (.overQuota, busy), (.unavailable, busy),
            (.unresolved, "处理结果尚不确定，请稍后重试"),
        ])
    func engine(verdict: Verdict, words: String) throws {
        let answer = create(try Counter(desk: .answering(verdict))).json
        #expect(answer?["code"] == .integer(-2) && answer?["msg"] == .string(words))
    }

    @Test("a refund that the merchant cannot pay")
    func short() throws {
        let counter = try Counter(
            desk: .answering(.answered(.refused(.insufficientFunds), replayed: false)),
            records: StandInRecords(payments: [.sample(id: 5)]))
        let wish = "act=refund&pid=1001&key=\(EpayShop().key)&out_trade_no=T1&money=1.00"
        let answer = counter.unsigned("POST", "/api.php", headers: Self.form, body: .whole(Array(wish.utf8))).json
        #expect(answer?["code"] == .integer(-1) && answer?["msg"] == .string("商户余额不足，请先充值"))
        #expect(counter.desk.handedIn.first?.claim?.name.kind == .unnumberedRefund)
    }

    @Test("a payment in another currency is none of this protocol's, nor can it be refunded as yuan")
    func otherCurrency() throws {
        let dollars = Money(100, try #require(Currency(code: "USD")))
        let terms = PaymentTerms(
            id: Identifier(5), merchant: KnownKeys.alice.id, payer: Identifier(77), outTradeNo: "T1", mode: .realtime,
            requestedMode: nil, channel: "balance", money: dollars, subject: "gems", scenario: nil, notifyURL: nil,
            returnURL: nil, client: nil, metadata: nil, createdAt: Payment.time)
        let counter = try Counter(records: StandInRecords(payments: [.captured(terms, id: 5)]))
        #expect(counter.unsigned("GET", "/api.php?" + Self.asked).json?["msg"] == .string("订单号不存在"))
        let wish = "act=refund&pid=1001&key=\(EpayShop().key)&out_trade_no=T1&money=1.00"
        let refund = counter.unsigned("POST", "/api.php", headers: Self.form, body: .whole(Array(wish.utf8)))
        #expect(refund.json?["msg"] == .string("订单号不存在") && counter.desk.handedIn.isEmpty)
    }

    @Test("other methods are told which there are", arguments: ["/submit.php", "/mapi.php", "/api.php"])
    func methods(path: String) throws {
        let response = try Counter().unsigned("PUT", path)
        #expect(response.status == 405 && response.header("allow") == "GET, POST")
    }
}
