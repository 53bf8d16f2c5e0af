import Deductions
import JSON
import Ledger
import Merchants
import Payers
import Testing
import Threading
import Values

@testable import Docking

/// Refunds, payers and top-ups: what is asked of the engine, and how its answers are written.
struct MakingTests {
    @Test("A refund, as asked and as answered")
    func refund() throws {
        let desk = StandInDesk { command in
            guard let order = command as? RefundOrder else { return nil }
            let refund = Refund(
                id: Identifier(3), payment: order.payment, merchant: order.merchant, outRefundNo: order.outRefundNo,
                money: Money(order.amount ?? 100, .cny), state: .succeeded, reason: order.reason,
                createdAt: Payment.time)
            return .answered(.refund(refund), replayed: false)
        }
        let counter = try Counter(desk: desk)
        let path = "/v1/payments/0000000000007/refunds"
        let response = try counter.call("POST", path, #"{"out_refund_no":"R1","amount":30,"reason":"broken"}"#)
        #expect(response.status == 201)
        #expect(
            String(decoding: response.body, as: UTF8.self) == """
                {"id":"0000000000003","out_refund_no":"R1","payment":"0000000000007","amount":30,"currency":"CNY",\
                "state":"succeeded","reason":"broken","created_at":"2023-11-14T22:13:20.123456Z"}
                """)
        _ = try counter.call("POST", path, #"{"out_refund_no":"R2"}"#)
        let orders = desk.handedIn.compactMap { $0 as? RefundOrder }
        #expect(orders.map(\.amount) == [30, nil] && orders.allSatisfy { $0.merchant == KnownKeys.alice.id })
        #expect(try counter.call("POST", "/v1/payments/7/refunds", #"{"out_refund_no":"R2"}"#).code == "not-found")
        #expect(try counter.call("POST", path, #"{"amount":0,"fee":1}"#).faults == ["out_refund_no", "amount", "fee"])
    }

    @Test("A payer's PIN is hashed before it goes anywhere")
    func payer() throws {
        let desk = StandInDesk { command in
            guard let order = command as? PayerOrder, let owner = order.owner else { return nil }
            let payer = Payer(
                id: Identifier(3), merchant: owner, login: order.login, state: .active, createdAt: Payment.time)
            let wallet = Wallet(payer: payer.id, currency: order.currency)
            return .answered(.payer(PayerView(payer: payer, wallets: [wallet])), replayed: false)
        }
        let counter = try Counter(desk: desk)
        let response = try counter.call(
            "POST", "/v1/payers", #"{"login":"li","pin":"123456","currency":"CNY"}"#, key: "k")
        #expect(response.status == 201 && response.json?["login"] == .string("li"))
        let order = try #require(desk.handedIn.first as? PayerOrder)
        #expect(order.owner == KnownKeys.alice.id)
        #expect(try order.pin.matches("123456"))
        #expect(try !order.pin.matches("123457"))
    }

    @Test(
        "Payers that cannot be made",
        arguments: [
            (#"{"login":"","pin":"123456","currency":"CNY"}"#, "login"),
            (#"{"login":"a\u0000","pin":"123456","currency":"CNY"}"#, "login"),
            (#"{"login":"l","pin":"12345","currency":"CNY"}"#, "pin"),
            (#"{"login":"l","pin":"1234567","currency":"CNY"}"#, "pin"),
            (#"{"login":"l","pin":123456,"currency":"CNY"}"#, "pin"),
            (#"{"login":"l","pin":"１２３４５６","currency":"CNY"}"#, "pin"),
            (#"{"login":"l","pin":"123456","currency":"cny"}"#, "currency"),
            (#"{"login":"l","pin":"123456","currency":"CNY","balance":5}"#, "balance"),
            (#"{"login":"l","pin":"123456","currency":"CNY","merchant":null}"#, "merchant"),
        ])
    func wrongPayers(body: String, fault: String) throws {
        let response = try Counter().call("POST", "/v1/payers", body, key: "k")
        #expect(response.code == "invalid-request" && response.faults == [fault])
    }

    @Test("A top-up, as asked and as answered")
    func topup() throws {
        let desk = StandInDesk { command in
            guard let order = command as? TopupOrder else { return nil }
            let topup = Topup(
                id: Identifier(3), merchant: order.merchant,
                target: AccountKey(order.payer, .wallet, order.money.currency),
                amount: order.money.minor, createdAt: Payment.time)
            return .answered(.topup(topup), replayed: false)
        }
        let counter = try Counter(desk: desk)
        let response = try counter.call(
            "POST", "/v1/payers/0000000000009/topups", #"{"amount":5,"currency":"USD"}"#, key: "k")
        #expect(
            String(decoding: response.body, as: UTF8.self) == """
                {"id":"0000000000003","payer":"0000000000009","amount":5,"currency":"USD",\
                "created_at":"2023-11-14T22:13:20.123456Z"}
                """)
        #expect(response.status == 201)
        #expect(
            try counter.call("POST", "/v1/payers/x/topups", #"{"amount":5,"currency":"USD"}"#, key: "k").status == 404)
    }

    @Test("No more than two PINs are hashed at once, no more than 32 wait")
    func hasher() throws {
        let hasher = PINHasher()
        let outcomes = Guarded<[Bool]>([])
        let threads = (0..<80).map { index in
            JoinableThread(name: "pin-\(index)") {
                let pin = try? hasher.hash("123456", .milliseconds(60_000))
                outcomes.withLock { $0.append(pin != nil) }
            }
        }
        for thread in threads { thread.join() }
        // Those let in first keep their places for tens of milliseconds; the rest was sent away at once.
        let made = outcomes.withLock { $0.filter { $0 }.count }
        #expect(made >= PINHasher.concurrentCount + PINHasher.queueCount && made <= 80)
        #expect(throws: Problem.self) { _ = try PINHasher().hash("123456", .milliseconds(-1)) }
    }
}
