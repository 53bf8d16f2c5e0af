import Deductions
import JSON
import Merchants
import Payers
import Testing
import Values

@testable import Docking
@testable import Ledger

struct ReadingTests {
    @Test("A payment as the contract writes it")
    func payment() throws {
        let counter = try Counter(records: StandInRecords(payments: [.sample(id: 0x1234_5678_9abc_def0)]))
        let response = try counter.call("GET", "/v1/payments/14d2pf2dbsqqg")
        #expect(response.status == 200)
        let expected = """
            {"id":"14d2pf2dbsqqg","trade_no":"1311768467463790320","out_trade_no":"T1","merchant":"1000000000001",\
            "payer":"000000000002d","mode":"realtime","requested_mode":null,"state":"captured","amount":100,\
            "currency":"CNY","held":0,"captured":100,"refunded":0,"fee":0,"surplus":0,"subject":"gems",\
            "scenario":null,"channel":"balance","hold":null,"risk":null,"decline":null,"next_action":null,\
            "version":1,"created_at":"2023-11-14T22:13:20.123456Z","updated_at":"2023-11-14T22:13:20.123456Z",\
            "metadata":null}
            """
        #expect(String(decoding: response.body, as: UTF8.self) == expected)
    }

    @Test("Declined, and waiting for its payer")
    func otherStates() throws {
        var declined = Payment.sample(id: 1)
        declined.standing.state = .declined
        declined.standing.declineCode = .insufficientFunds
        var pending = Payment.sample(id: 2)
        pending.standing.state = .pending
        let counter = try Counter(records: StandInRecords(payments: [declined, pending]))
        let first = try counter.call("GET", "/v1/payments/0000000000001").json
        #expect(first?["decline"]?["code"] == .string("insufficient-funds") && first?["next_action"] == .null)
        let second = try counter.call("GET", "/v1/payments/0000000000002").json
        #expect(second?["next_action"]?["type"] == .string("redirect"))
        #expect(second?["next_action"]?["url"] == .string("\(RequestSigner.base)/pay/0000000000002"))
        #expect(second?["next_action"]?["expires_at"] == .string("2023-11-15T22:13:20.123456Z"))
        #expect(second?["decline"] == .null)
    }

    @Test("L1 another merchant's things look like things that are not there")
    func foreign() throws {
        let bob = KnownKeys.bob.id
        let payer = Payer(id: Identifier(9), merchant: bob, login: "l", state: .active, createdAt: Payment.time)
        let platform = Payer(id: Identifier(8), merchant: nil, login: "p", state: .active, createdAt: Payment.time)
        let counter = try Counter(
            records: StandInRecords(
                payments: [.sample(id: 7, merchant: bob)],
                payers: [PayerView(payer: payer, wallets: []), PayerView(payer: platform, wallets: [])]))
        let missing = try counter.call("GET", "/v1/payments/0000000000005")
        #expect(missing.code == "not-found")
        for path in [
            "/v1/payments/0000000000007", "/v1/payments/x", "/v1/payers/0000000000009", "/v1/payers/0000000000008",
        ] {
            #expect(try counter.call("GET", path).body == missing.body, "\(path)")
        }
        #expect(try counter.call("GET", "/v1/payments?out_trade_no=T1").json?["data"] == .array([]))
        #expect(try counter.call("GET", "/v1/payments").json?["data"] == .array([]))
    }

    @Test("Lists go page by page, newest first")
    func pages() throws {
        let payments = (1...5).map { Payment.sample(id: Int64($0), outTradeNo: "T\($0)") }
        let counter = try Counter(records: StandInRecords(payments: payments))
        var cursor: String? = ""
        var seen: [JSONValue?] = []
        var pages = 0
        while let current = cursor {
            let query = current.isEmpty ? "" : "&cursor=\(current)"
            let page = try counter.call("GET", "/v1/payments?limit=2\(query)").json
            guard case .array(let data)? = page?["data"] else { break }
            seen += data.map { $0["out_trade_no"] }
            pages += 1
            if case .string(let next)? = page?["next_cursor"] { cursor = next } else { cursor = nil }
        }
        #expect(seen == ["T5", "T4", "T3", "T2", "T1"].map { .string($0) })
        #expect(pages == 3)
        #expect(try counter.call("GET", "/v1/payments?limit=5").json?["next_cursor"] == .null)
    }

    @Test(
        "I3t queries are read as forms: repeated, bracketed, broken and superfluous names are refused",
        arguments: [
            ("", nil), ("limit=1", nil), ("limit=100", nil), ("limit=0", "limit"), ("limit=101", "limit"),
            ("limit=+5", "limit"), ("limit=", "limit"), ("limit=1&limit=1", "limit"), ("limit=1e1", "limit"),
            ("limit=99999999999999999999", "limit"), ("state=captured", nil), ("state=paid", "state"),
            ("mode=auto", "mode"),
            ("mode=realtime", nil), ("from=2026-01-01T00:00:00Z&to=2026-01-02T00%3A00%3A00%2B08:00", nil),
            ("from=2026-01-01", "from"), ("to=x", "to"), ("cursor=0000000000001", nil), ("cursor=1", "cursor"),
            ("cursor=0000000000001'--", "cursor"), ("merchant=1", "merchant"), ("out_trade_no=", "out_trade_no"),
            ("out_trade_no=%E8%AE%A2", nil), ("out_trade_no=%FF", "out_trade_no"), ("order=id", "order"), ("a", "a"),
            ("%6Cimit=5", nil), ("=x", ""), ("limit[]=1", "limit[]"), ("limit=1;state=captured", "limit"),
            ("out_trade_no=a%00", nil), ("out_trade_no=%zz", nil), ("out_trade_no=a+b", nil),
        ] as [(String, String?)])
    func queries(query: String, fault: String?) throws {
        let response = try Counter().call("GET", "/v1/payments" + (query.isEmpty ? "" : "?\(query)"))
        #expect(response.status == (fault == nil ? 200 : 422))
        #expect(response.faults == (fault.map { [$0] } ?? []))
    }

    @Test("I3t a query never supplies what the body lacks")
    func queryIsNotBody() throws {
        let response = try Counter().call(
            "POST", "/v1/payments?amount=1", #"{"out_trade_no":"q1","currency":"CNY","subject":"x"}"#)
        #expect(response.status == 422)
        #expect(response.faults == ["amount"])
    }

    @Test("One's own payer with its wallets")
    func payer() throws {
        let payer = Payer(
            id: Identifier(9), merchant: KnownKeys.alice.id, login: "li \"x\"", state: .active, createdAt: Payment.time)
        let wallet = Wallet(payer: payer.id, currency: .cny, balance: 500, held: 120, creditLimit: 20)
        let counter = try Counter(records: StandInRecords(payers: [PayerView(payer: payer, wallets: [wallet])]))
        let response = try counter.call("GET", "/v1/payers/0000000000009")
        #expect(
            String(decoding: response.body, as: UTF8.self) == """
                {"id":"0000000000009","login":"li \\"x\\"","state":"active","wallets":[{"currency":"CNY","balance":500,\
                "held":120,"available":400,"credit_limit":20}],"created_at":"2023-11-14T22:13:20.123456Z"}
                """)
    }

    @Test("A merchant's balance")
    func balance() throws {
        var balance = MerchantBalance(currency: .cny)
        balance.available = 3
        balance.pending = 4
        let counter = try Counter(records: StandInRecords(balances: [balance]))
        let response = try counter.call("GET", "/v1/balance")
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == #"{"balances":[{"currency":"CNY","available":3,"pending":4,"reserved":0}]}"#)
    }
}
