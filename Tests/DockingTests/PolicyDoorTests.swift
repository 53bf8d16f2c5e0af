import Deductions
import Foundation
import JSON
import MariaDB
import Merchants
import Policies
import Testing
import Threading
import Values

@testable import Docking

/// What a merchant's server does with its policy, and what the policy does with its payments, up to a database.
@Suite(.serialized)
struct PolicyDoorTests {
    private let counter: RealCounter
    private let merchant: Merchant
    private let shop: RequestSigner

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, shop) = try counter.merchant()
    }

    private func set(_ body: String, key: String? = nil) throws -> Response {
        let response = try counter.call(shop, "POST", "/v1/policy", body, key: key ?? "policy-\(counter.next())")
        try counter.directory.refresh(.milliseconds(10_000))
        return response
    }

    /// As an operator does.
    private func setByOperator(_ text: String) throws {
        let document = try PolicyDocument(json: try JSONReader.parse(Array(text.utf8)))
        let session = try Session(counter.address)
        defer { session.close() }
        _ = try session.transaction { () throws(DatabaseFailure) in
            try PolicyChange(merchant: merchant.id, document: document, operatorName: "li", key: nil)
                .run(at: WallClock.now(), session)
        }
        try counter.directory.refresh(.milliseconds(10_000))
    }

    private func pay(_ amount: Int, _ payer: String, _ more: String = "") throws -> Response {
        let body =
            #"{"out_trade_no":"P\#(counter.next())","payer":"\#(payer)","amount":\#(amount),"currency":"CNY","#
            + #""subject":"gems"\#(more)}"#
        return try counter.call(shop, "POST", "/v1/payments", body)
    }

    private func post(_ response: Response, _ verb: String, _ body: String) throws -> Response {
        guard case .string(let id)? = response.json?["id"] else { throw SignatureFailure.invalid("no payment") }
        return try counter.call(shop, "POST", "/v1/payments/\(id)/\(verb)", body, key: "k-\(counter.next())")
    }

    private func pending() throws -> JSONValue? {
        guard case .array(let balances)? = try counter.call(shop, "GET", "/v1/balance").json?["balances"] else {
            return nil
        }
        return balances.first?["pending"]
    }

    @Test("A policy is set once a key, by version, and read as it was set")
    func sets() throws {
        let before = try counter.call(shop, "GET", "/v1/policy")
        #expect(before.json?["version"] == .integer(0) && before.json?["mode"] == .string("realtime"))
        let body = #"{"version":0,"mode":"batch"}"#
        let first = try set(body, key: "one-\(merchant.pid)")
        #expect(first.status == 201 && first.json?["version"] == .integer(1))
        let again = try set(body, key: "one-\(merchant.pid)")
        #expect(again.status == 201 && again.body == first.body && again.header("idempotency-replayed") == "true")
        #expect(try set(#"{"mode":"batch"}"#, key: "one-\(merchant.pid)").code == "idempotency-mismatch")
        #expect(try set(body).code == "state-conflict")
        #expect(try set("{}").json?["version"] == .integer(2))
        #expect(try counter.call(shop, "GET", "/v1/policy").json?["version"] == .integer(2))
        let bare = try counter.call(shop, "POST", "/v1/policy", "{}")
        #expect(bare.code == "idempotency-key-required")
        let wrong = try set(#"{"mode":"sometimes","hold":{"seconds":0}}"#)
        #expect(wrong.status == 422 && wrong.faults == ["mode", "hold.seconds"])
        let other = try counter.merchant().signer
        #expect(try counter.call(other, "GET", "/v1/policy").json?["version"] == .integer(0))
    }

    @Test("What is to hold from later on does not hold yet")
    func later() throws {
        _ = try set(#"{"mode":"batch","effective_from":"2099-01-01T00:00:00Z"}"#)
        let payer = try counter.payer(shop, money: 100)
        #expect(try pay(10, payer).json?["mode"] == .string("realtime"))
        #expect(try counter.call(shop, "GET", "/v1/policy").json?["version"] == .integer(0))
        let then = try counter.call(shop, "GET", "/v1/policy?at=2099-01-01T00%3A00%3A00Z")
        #expect(then.json?["mode"] == .string("batch"))
        #expect(try counter.call(shop, "GET", "/v1/policy?on=monday").status == 422)
    }

    @Test("Without a mode and with auto the policy decides; the caller decides else, unless a rule enforces")
    func decides() throws {
        let payer = try counter.payer(shop, money: 10_000)
        _ = try set(
            """
            {"mode":"batch","scenarios":{"travel":"preauth"},
            "rules":[{"name":"large","enforce":true,"mode":"preauth","amount_from":500,"hold":{"seconds":60}}],
            "caps":{"payment":5000}}
            """)
        let silent = try pay(10, payer)
        #expect(silent.json?["mode"] == .string("batch") && silent.json?["requested_mode"] == .null)
        let auto = try pay(10, payer, #","mode":"auto","scenario":"travel""#)
        #expect(auto.json?["state"] == .string("held") && auto.json?["requested_mode"] == .string("auto"))
        #expect(try pay(10, payer, #","mode":"realtime""#).json?["state"] == .string("captured"))
        let large = try pay(500, payer, #","mode":"realtime","hold_seconds":9999"#)
        #expect(large.json?["mode"] == .string("preauth") && large.json?["requested_mode"] == .string("realtime"))
        let tooLarge = try pay(5001, payer)
        #expect(tooLarge.status == 201 && tooLarge.json?["decline"]?["code"] == .string("limit-exceeded"))
        let stranger = try counter.payer(try counter.merchant().signer, money: 10_000)
        #expect(try pay(5001, stranger).code == "unknown-payer")
        let bulk = try counter.call(
            shop, "POST", "/v1/payments/bulk",
            #"{"payments":[{"out_trade_no":"B\#(counter.next())","payer":"\#(payer)","amount":10,"currency":"CNY","#
                + #""subject":"x"}]}"#)
        guard case .array(let results)? = bulk.json?["results"] else { throw SignatureFailure.invalid("no results") }
        #expect(results.first?["payment"]?["mode"] == .string("batch"))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("Fees are the platform's to set; they come off what the merchant gets, and back with a refund if agreed")
    func fees() throws {
        let payer = try counter.payer(shop, money: 100_000)
        let mine = try set(#"{"fees":{"basis_points":0,"fixed":1}}"#)
        #expect(mine.status == 422 && mine.faults == ["fees"])
        try setByOperator(#"{"fees":{"basis_points":60,"fixed":10,"refund_fee":true}}"#)
        #expect(try set(#"{"mode":"realtime"}"#).json?["fees"]?["basis_points"] == .integer(60))
        #expect(try set(#"{"fees":{"basis_points":60,"fixed":10,"refund_fee":true}}"#).status == 201)
        let paid = try pay(10_000, payer)
        #expect(paid.json?["fee"] == .integer(70) && paid.json?["captured"] == .integer(10_000))
        #expect(try pending() == .integer(9_930))
        let back = try post(paid, "refunds", #"{"out_refund_no":"R\#(counter.next())","amount":5000}"#)
        #expect(back.status == 201)
        #expect(try pending() == .integer(9_930 - 4_965))
        let held = try pay(10_000, payer, #","mode":"preauth""#)
        #expect(held.json?["fee"] == .integer(0))
        let part = try post(held, "captures", #"{"amount":5000,"final":false}"#)
        #expect(part.json?["fee"] == .integer(40))
        #expect(try post(held, "captures", "{}").json?["fee"] == .integer(70))
        // What was agreed when a payment was made holds for it, whatever is set later.
        let queued = try pay(10_000, payer, #","mode":"batch""#)
        try setByOperator(#"{"fees":{"basis_points":9999}}"#)
        #expect(try post(queued, "promote", "{}").json?["fee"] == .integer(70))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("The last capture may go beyond what is held by the policy's tolerance, if the payer has it")
    func tolerance() throws {
        let payer = try counter.payer(shop, money: 1_200)
        _ = try set(#"{"hold":{"over_capture_basis_points":1500}}"#)
        let first = try pay(1_000, payer, #","mode":"preauth""#)
        #expect(try post(first, "captures", #"{"amount":1151}"#).code == "amount-exceeded")
        #expect(try post(first, "captures", #"{"amount":1001,"final":false}"#).code == "amount-exceeded")
        let more = try post(first, "captures", #"{"amount":1150}"#)
        #expect(more.json?["captured"] == .integer(1_150) && more.json?["held"] == .integer(0))
        let poor = try counter.payer(shop, money: 1_000)
        let second = try pay(1_000, poor, #","mode":"preauth""#)
        let short = try post(second, "captures", #"{"amount":1001}"#)
        #expect(short.status == 402 && short.code == "insufficient-funds")
        #expect(try post(second, "captures", "{}").json?["captured"] == .integer(1_000))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("An epay order is held or charged as its merchant's policy has it")
    func epay() throws {
        try setByOperator(#"{"mode":"preauth","hold":{"seconds":60},"fees":{"fixed":5}}"#)
        let order = EpayShop.order([
            (name: "pid", value: String(merchant.pid)), (name: "out_trade_no", value: "E\(counter.next())"),
            (name: "clientip", value: "203.0.113.5"),
        ])
        let made = counter.epay("POST", "/mapi.php", EpayShop(key: EpayShop.key(of: merchant)).signed(order))
        #expect(made.json?["code"] == .integer(1), "\(String(decoding: made.body, as: UTF8.self))")
        let session = try Session(counter.address)
        defer { session.close() }
        let modes = try session.query("SELECT mode FROM payment WHERE merchant_id = \(merchant.id.number)")
        #expect(modes.map { $0.string(0) } == ["preauth"])
    }

    @Test("A backtest says what would have become of payments, and changes nothing")
    func backtest() throws {
        let payer = try counter.payer(shop, money: 10_000)
        let from = WallClock.now()
        for amount in [100, 200, 700] { _ = try pay(amount, payer) }
        let until = WallClock.now().adding(seconds: 1)
        let rows = try counter.rows(of: merchant)
        let body = """
            {"from":"\(from.rfc3339)","until":"\(until.rfc3339)","policy":{"mode":"batch",
            "rules":[{"name":"large","mode":"preauth","amount_from":500,"hold":{"seconds":60}}],
            "caps":{"payment":600},"fees":{"fixed":3}}}
            """
        let told = try counter.call(shop, "POST", "/v1/policy/backtest", body)
        #expect(told.status == 200)
        #expect(told.json?["examined"] == .integer(3) && told.json?["is_complete"] == .bool(true))
        #expect(told.json?["changed"] == .integer(2))
        guard case .array(let currencies)? = told.json?["currencies"] else { throw SignatureFailure.invalid("none") }
        #expect(currencies.first?["too_large"] == .integer(1) && currencies.first?["fees"] == .integer(6))
        #expect(
            currencies.first?["modes"]
                == .array([
                    .object([
                        JSONMember(key: "mode", value: .string("batch")), JSONMember(key: "count", value: .integer(2)),
                        JSONMember(key: "amount", value: .integer(300)),
                    ])
                ]))
        #expect(try counter.rows(of: merchant) == rows)
        let wrong = try counter.call(
            shop, "POST", "/v1/policy/backtest",
            #"{"from":"\#(until.rfc3339)","until":"\#(from.rfc3339)","policy":{"mode":1}}"#)
        #expect(wrong.status == 422 && wrong.faults == ["until", "policy.mode"])
    }

    @Test("Under pressure, payers with a history wait for a window, strangers are charged if they can be")
    func pressure() throws {
        let old = try counter.payer(shop, money: 1_000)
        let new = try counter.payer(shop, money: 1_000)
        #expect(try pay(10, old).json?["state"] == .string("captured"))
        let text = #"{"on_pressure":{"action":"queue","threshold_percent":60}}"#
        let policy = try PolicyDocument(json: try JSONReader.parse(Array(text.utf8))).policy
        let version = PolicyVersion(number: 1, effectiveFrom: Timestamp(microseconds: 0), policy: policy)
        func outcome(_ payer: String, fullness: Int64, mode: String = "") throws -> PaymentState? {
            let text =
                #"{"out_trade_no":"F\#(counter.next())","payer":"\#(payer)","amount":10,"currency":"CNY","#
                + #""subject":"x"\#(mode)}"#
            let form = try PaymentForm(
                try JSONReader.parse(Array(text.utf8)), merchant: merchant, policy: version, outgoing: .local,
                fullnessPercent: fullness)
            let claim = Claim(
                merchant: merchant.id, kind: .payment, key: Array(form.outTradeNo.utf8),
                digest: [UInt8](repeating: 0, count: 32))
            guard case .answered(.payment(let made), _) = counter.submit(form.charge(claim: claim, nonce: nil)) else {
                return nil
            }
            #expect((made.standing.state == .queued) == (made.terms.mode == .batch))
            return made.standing.state
        }
        #expect(try outcome(old, fullness: 59) == .captured)
        #expect(try outcome(old, fullness: 60) == .queued)
        #expect(try outcome(new, fullness: 60) == .captured)
        #expect(try outcome(old, fullness: 100, mode: #","mode":"preauth""#) == .held)
        #expect(try counter.brokenInvariants() == [])
    }
}
