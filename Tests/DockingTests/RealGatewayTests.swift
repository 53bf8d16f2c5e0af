import JSON
import MariaDB
import Merchants
import Testing
import Threading
import Values

@testable import Docking

/// The gateway in front of the engine and a database: what a merchant's server meets, but for nginx and the sockets.
@Suite(.serialized)
struct RealGatewayTests {
    private let counter: RealCounter

    init() throws { counter = try RealCounter.shared.get() }

    private func charge(_ number: String, _ payer: String, _ amount: Int) -> String {
        #"{"out_trade_no":"\#(number)","payer":"\#(payer)","amount":\#(amount),"currency":"CNY","subject":"点卡"}"#
    }

    private func id(_ response: Response) throws -> String {
        guard case .string(let id)? = response.json?["id"] else {
            Issue.record("no id: \(String(decoding: response.body, as: UTF8.self))")
            return ""
        }
        return id
    }

    private func available(_ signer: RequestSigner, _ payer: String) throws -> JSONValue? {
        guard case .array(let wallets)? = try counter.call(signer, "GET", "/v1/payers/\(payer)").json?["wallets"] else {
            return nil
        }
        return wallets.first?["available"]
    }

    @Test("F1 F2 F3 F4 a payment, its repeat, another amount, another merchant, a refund")
    func story() throws {
        let (merchant, alice) = try counter.merchant()
        let (_, bob) = try counter.merchant()
        let payer = try counter.payer(alice, money: 1000)
        let body = charge("T1", payer, 300)
        let first = try counter.call(alice, "POST", "/v1/payments", body)
        #expect(first.status == 201 && first.json?["state"] == .string("captured"))
        #expect(first.json?["merchant"] == .string(merchant.id.text))
        #expect(first.header("idempotency-replayed") == nil)

        let again = try counter.call(alice, "POST", "/v1/payments", body)
        #expect(again.status == 201 && again.body == first.body)
        #expect(again.header("idempotency-replayed") == "true")
        let other = try counter.call(alice, "POST", "/v1/payments", charge("T1", payer, 301))
        #expect(other.status == 422 && other.code == "idempotency-mismatch")
        #expect(try available(alice, payer) == .integer(700))

        // Bob has numbers of his own, and no business with Alice's payer or payment.
        #expect(try counter.call(bob, "POST", "/v1/payments", body).code == "unknown-payer")
        let path = "/v1/payments/\(try id(first))"
        #expect(try counter.call(bob, "GET", path).code == "not-found")
        #expect(try counter.call(bob, "POST", path + "/refunds", #"{"out_refund_no":"R"}"#).code == "not-found")
        #expect(try counter.call(bob, "GET", "/v1/payers/\(payer)").code == "not-found")
        #expect(
            try counter.call(bob, "POST", "/v1/payers/\(payer)/topups", #"{"amount":1,"currency":"CNY"}"#, key: "k")
                .code == "not-found")
        #expect(try counter.call(alice, "GET", path).body == first.body)

        let refund = try counter.call(alice, "POST", path + "/refunds", #"{"out_refund_no":"R1","amount":100}"#)
        #expect(refund.status == 201 && refund.json?["state"] == .string("succeeded"))
        let sameRefund = try counter.call(alice, "POST", path + "/refunds", #"{"out_refund_no":"R1","amount":100}"#)
        #expect(sameRefund.body == refund.body && sameRefund.header("idempotency-replayed") == "true")
        let tooMuch = try counter.call(alice, "POST", path + "/refunds", #"{"out_refund_no":"R2","amount":201}"#)
        #expect(tooMuch.status == 409 && tooMuch.code == "amount-exceeded")
        let tooMuchAgain = try counter.call(alice, "POST", path + "/refunds", #"{"out_refund_no":"R2","amount":201}"#)
        #expect(tooMuchAgain.code == "amount-exceeded" && tooMuchAgain.header("idempotency-replayed") == "true")
        #expect(try available(alice, payer) == .integer(800))
        let read = try counter.call(alice, "GET", path).json
        #expect(read?["state"] == .string("captured") && read?["refunded"] == .integer(100))
        // The repeat still gives the first answer, from before the refund.
        #expect(try counter.call(alice, "POST", "/v1/payments", body).body == first.body)

        let balance = try counter.call(alice, "GET", "/v1/balance").json
        guard case .array(let balances)? = balance?["balances"] else {
            Issue.record("no balances")
            return
        }
        #expect(balances.first?["pending"] == .integer(200))
        #expect(balances.first?["available"] == .integer(1_000_000_000 - 1000))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("K3 a nonce used again: the same bytes are a retry, anything else is a replay")
    func nonces() throws {
        let (_, alice) = try counter.merchant()
        let (_, bob) = try counter.merchant()
        let payer = try counter.payer(alice, money: 1000)
        let nonce = "once-\(counter.next())"
        let first = try counter.call(alice, "POST", "/v1/payments", charge("N1", payer, 1), nonce: nonce)
        let retry = try counter.call(alice, "POST", "/v1/payments", charge("N1", payer, 1), nonce: nonce)
        #expect(first.status == 201 && retry.body == first.body)
        let replay = try counter.call(alice, "POST", "/v1/payments", charge("N2", payer, 1), nonce: nonce)
        #expect(replay.status == 401 && replay.code == "replayed")
        let bulk = try counter.call(
            alice, "POST", "/v1/payments/bulk", "{\"payments\":[\(charge("N3", payer, 1))]}", nonce: nonce)
        #expect(bulk.status == 401 && bulk.code == "replayed")
        // Nonces are a merchant's own.
        let other = try counter.payer(bob, money: 10)
        #expect(try counter.call(bob, "POST", "/v1/payments", charge("N1", other, 1), nonce: nonce).status == 201)
        #expect(try available(alice, payer) == .integer(999))
    }

    @Test("F1 the same payment from many threads is charged once")
    func parallel() throws {
        let (_, alice) = try counter.merchant()
        let payer = try counter.payer(alice, money: 1000)
        let answers = Guarded<[Response]>([])
        let body = charge("P1", payer, 10)
        let threads = (0..<100).map { index in
            JoinableThread(name: "same-\(index)") {
                guard let answer = try? self.counter.call(alice, "POST", "/v1/payments", body) else { return }
                answers.withLock { $0.append(answer) }
            }
        }
        for thread in threads { thread.join() }
        var all: [Response] = []
        answers.withLock { all = $0 }
        #expect(all.count == 100 && all.allSatisfy { $0.status == 201 })
        #expect(Set(all.map(\.body)).count == 1)
        #expect(all.filter { $0.header("idempotency-replayed") == nil }.count == 1)
        #expect(try available(alice, payer) == .integer(990))
    }

    @Test("F5 numbers are bytes: none of these is another")
    func keysAreBytes() throws {
        let (_, alice) = try counter.merchant()
        let payer = try counter.payer(alice, money: 1000)
        let numbers = ["k", "K", "k ", " k", "k\u{301}", "ḱ", "ｋ", "k\u{200B}"]
        for number in numbers {
            let answer = try counter.call(alice, "POST", "/v1/payments", charge(number, payer, 1))
            #expect(answer.status == 201 && answer.header("idempotency-replayed") == nil, "\(number)")
            let query = String(decoding: Query.encoded(Array(number.utf8)), as: UTF8.self)
            let found = try counter.call(alice, "GET", "/v1/payments?out_trade_no=\(query)").json?["data"]
            guard case .array(let data)? = found else {
                Issue.record("no data")
                return
            }
            #expect(data.map { $0["id"] } == [.string(try id(answer))])
        }
        #expect(try available(alice, payer) == .integer(Int64(1000 - numbers.count)))
    }

    @Test("A bulk of everything that can happen")
    func bulk() throws {
        let (_, alice) = try counter.merchant()
        let payer = try counter.payer(alice, money: 100)
        let items = [
            charge("B1", payer, 60), charge("B2", payer, 60), charge("B3", payer, 40), charge("B1", payer, 60),
            charge("B1", payer, 61), charge("B4", "0000000000001", 1),
            #"{"out_trade_no":"B5","amount":5,"currency":"CNY","subject":"s"}"#,
        ]
        let response = try counter.call(
            alice, "POST", "/v1/payments/bulk", "{\"payments\":[\(items.joined(separator: ","))]}")
        guard response.status == 200, case .array(let results)? = response.json?["results"] else {
            Issue.record("\(String(decoding: response.body, as: UTF8.self))")
            return
        }
        #expect(results.map { $0["status"] } == [201, 201, 201, 201, 422, 422, 201].map { .integer($0) })
        #expect(
            results.map { $0["payment"]?["state"] }
                == ["captured", "declined", "captured", "captured", nil, nil, "pending"].map {
                    $0.map(JSONValue.string)
                }
        )
        #expect(results[1]["payment"]?["decline"]?["code"] == .string("insufficient-funds"))
        #expect(results[0]["payment"] == results[3]["payment"])
        #expect(results[4]["problem"]?["type"] == .string("/problems/idempotency-mismatch"))
        #expect(results[5]["problem"]?["type"] == .string("/problems/unknown-payer"))
        #expect(results[6]["payment"]?["next_action"]?["type"] == .string("redirect"))
        #expect(try available(alice, payer) == .integer(0))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("Lists, by pages and by filters")
    func lists() throws {
        let (_, alice) = try counter.merchant()
        let payer = try counter.payer(alice, money: 3)
        var ids: [String] = []
        for index in 1...5 {
            ids.append(try id(try counter.call(alice, "POST", "/v1/payments", charge("L\(index)", payer, 1))))
        }
        func list(_ query: String) throws -> (ids: [String], next: String?) {
            let answer = try counter.call(alice, "GET", "/v1/payments?\(query)").json
            guard case .array(let data)? = answer?["data"] else { return ([], nil) }
            let ids = data.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } }
            if case .string(let next)? = answer?["next_cursor"] { return (ids, next) }
            return (ids, nil)
        }
        let newestFirst = Array(ids.sorted().reversed())
        #expect(try list("").ids == newestFirst)
        let first = try list("limit=3")
        #expect(first.ids == Array(newestFirst.prefix(3)))
        let second = try list("limit=3&cursor=\(try #require(first.next))")
        #expect(second.ids == Array(newestFirst.suffix(2)) && second.next == nil)
        #expect(try list("state=captured").ids.count == 3)
        #expect(try list("state=declined&mode=realtime").ids.count == 2)
        #expect(try list("mode=batch").ids.isEmpty)
        #expect(try list("from=2001-01-01T00:00:00Z").ids.count == 5)
        #expect(try list("to=2001-01-01T00:00:00Z").ids.isEmpty)
        #expect(try list("out_trade_no=L2&state=captured").ids.count == 1)
        #expect(try list("out_trade_no=L2&state=held").ids.isEmpty)
        #expect(try list("out_trade_no=l2").ids.isEmpty)
    }

    @Test("Payers and top-ups: repeats, taken logins, currencies not held, a merchant that is short")
    func payers() throws {
        let (_, alice) = try counter.merchant()
        let login = "li-\(counter.next())"
        let body = #"{"login":"\#(login)","pin":"123456","currency":"CNY"}"#
        let first = try counter.call(alice, "POST", "/v1/payers", body, key: "p1")
        let again = try counter.call(alice, "POST", "/v1/payers", body, key: "p1")
        #expect(first.status == 201 && again.body == first.body && again.header("idempotency-replayed") == "true")
        #expect(try counter.call(alice, "POST", "/v1/payers", body, key: "p2").code == "login-taken")
        let path = "/v1/payers/\(try id(first))/topups"
        func topup(_ amount: Int, _ currency: String, _ key: String) throws -> Response {
            try counter.call(alice, "POST", path, #"{"amount":\#(amount),"currency":"\#(currency)"}"#, key: key)
        }
        #expect(try topup(5, "CNY", "t1").status == 201)
        #expect(try topup(5, "CNY", "t1").header("idempotency-replayed") == "true")
        #expect(try topup(6, "CNY", "t1").code == "idempotency-mismatch")
        #expect(try topup(5, "USD", "t2").faults == ["currency"])
        let short = try topup(1_000_000_000, "CNY", "t3")
        #expect(short.status == 402 && short.code == "insufficient-funds")
        // One set of keys for all calls that take theirs from the header.
        #expect(try counter.call(alice, "POST", "/v1/payers", body, key: "t1").code == "idempotency-mismatch")
        #expect(try available(alice, try id(first)) == .integer(5))
    }

    @Test("A suspended merchant is refused as soon as the directory has been looked at")
    func suspended() throws {
        let (merchant, alice) = try counter.merchant()
        #expect(try counter.call(alice, "GET", "/v1/balance").status == 200)
        let session = try Session(counter.address)
        defer { session.close() }
        #expect(try MerchantStore.setState(.suspended, of: merchant.id, session))
        try counter.directory.refresh(.milliseconds(30_000))
        #expect(try counter.call(alice, "GET", "/v1/balance").code == "forbidden")
        #expect(try counter.call(alice, "POST", "/v1/payments", "{}").code == "forbidden")
    }

    @Test("N1 what looks like SQL is text")
    func injection() throws {
        let (_, alice) = try counter.merchant()
        let payer = try counter.payer(alice, money: 10)
        let number = "1' OR '1'='1'; DROP TABLE payment; --"
        let made = try counter.call(alice, "POST", "/v1/payments", charge(number, payer, 1))
        #expect(made.status == 201 && made.json?["out_trade_no"] == .string(number))
        let query = String(decoding: Query.encoded(Array("' OR 1=1 --".utf8)), as: UTF8.self)
        #expect(try counter.call(alice, "GET", "/v1/payments?out_trade_no=\(query)").json?["data"] == .array([]))
        #expect(try counter.call(alice, "GET", "/v1/payments/\(try id(made))'--").code == "not-found")
    }

    @Test("I1t N5 naughty strings come back from the database byte by byte")
    func naughtyStrings() throws {
        let (_, alice) = try counter.merchant()
        let payer = try counter.payer(alice, money: 1000)
        let strings = NaughtyStringTests.strings.filter {
            (1...128).contains($0.utf8.count) && !$0.hasControlCharacters
        }
        var writer = JSONWriter(capacity: 65_536)
        writer.object { writer in
            writer.array("payments") { writer in
                for string in strings {
                    writer.object { writer in
                        writer.field("out_trade_no", string)
                        writer.field("payer", payer)
                        writer.field("amount", 1)
                        writer.field("currency", "CNY")
                        writer.field("subject", string)
                        writer.object("metadata") { $0.field(named: string, .string(string)) }
                    }
                }
            }
        }
        let body = String(decoding: writer.bytes, as: UTF8.self)
        let answer = try counter.call(alice, "POST", "/v1/payments/bulk", body)
        guard case .array(let results)? = answer.json?["results"], results.count == strings.count else {
            Issue.record("\(String(decoding: answer.body, as: UTF8.self))")
            return
        }
        for (string, result) in zip(strings, results) {
            guard case .string(let id)? = result["payment"]?["id"] else {
                Issue.record("\(string): \(result)")
                continue
            }
            let read = try counter.call(alice, "GET", "/v1/payments/\(id)").json
            // JSONValue compares bytes.
            #expect(read?["out_trade_no"] == .string(string) && read?["subject"] == .string(string))
            #expect(read?["metadata"] == .object([JSONMember(key: string, value: .string(string))]))
        }
        let again = try counter.call(alice, "POST", "/v1/payments/bulk", body)
        #expect(again.body == answer.body)
    }
}
