@testable import Deductions
import Events
import JSON
import Merchants
import OpenSSL
import Payers
import Testing
import Threading
import Values

@testable import Docking
@testable import Ledger

/// What the gateway really answers is what the description says it may.
struct DescribedAnswerTests {
    private static let charge = #"{"out_trade_no":"T1","amount":100,"currency":"CNY","subject":"g"}"#
    private static let refunds = "/v1/payments/0000000000007/refunds"
    private static let topups = "/v1/payers/0000000000009/topups"
    private static let payer = #"{"login":"li","pin":"123456","currency":"CNY"}"#
    private static let topup = #"{"amount":5,"currency":"USD"}"#

    private let description: APIDescription

    init() throws { description = try APIDescription(Counter()) }

    /// Sends a request, signed or not, and holds the answer against what is described for it.
    private func check(
        _ counter: Counter, _ status: Int, _ request: Request, at location: SourceLocation = #_sourceLocation
    ) throws {
        let operation = try #require(description.operation(of: request, counter.gateway), sourceLocation: location)
        let response = counter.gateway.answer(request)
        #expect(response.status == status, sourceLocation: location)
        #expect(description.faults(response, to: operation) == [], sourceLocation: location)
    }

    private func check(
        _ counter: Counter, _ status: Int, _ method: String, _ target: String, _ body: String? = nil,
        key: String? = nil, at location: SourceLocation = #_sourceLocation
    ) throws {
        let headers = key.map { [(name: "idempotency-key", value: $0)] } ?? []
        let request = try counter.alice.signed(method, target, body: body, headers: headers)
        try check(counter, status, request, at: location)
    }

    /// Signs with a key that nobody knows.
    private var stranger: RequestSigner { RequestSigner(key: .hmac([1]), keyID: "nobody") }

    /// Payments in every state, with everything that a payment may have somewhere.
    private var samples: [Payment] {
        PaymentState.allCases.enumerated().map { index, state in
            var payment = Payment.sample(id: Int64(index + 1), outTradeNo: "T\(index)")
            payment.standing.state = state
            if state == .held || state == .challenged { payment.standing.holdExpiresAt = Payment.time }
            if state == .declined { payment.standing.declineCode = .exposureExceeded }
            return payment
        }
    }

    @Test("Payments: made, declined, read, listed, many at once")
    func payments() throws {
        let counter = try Counter(records: StandInRecords(payments: samples))
        try check(counter, 201, "POST", "/v1/payments", Self.charge)
        for operation in description.operations where operation.path == "/v1/payments" && operation.method == "POST" {
            for example in operation.examples {
                var writer = JSONWriter(capacity: 256)
                writer.value(example)
                try check(counter, 201, "POST", "/v1/payments", String(decoding: writer.bytes, as: UTF8.self))
            }
        }
        for payment in samples {
            try check(counter, 200, "GET", "/v1/payments/\(payment.terms.id.text)")
            let desk = StandInDesk.answering(.answered(.payment(payment), replayed: true))
            try check(try Counter(desk: desk), 201, "POST", "/v1/payments", Self.charge)
        }
        try check(counter, 200, "GET", "/v1/payments")
        try check(counter, 200, "GET", "/v1/payments?limit=2")
        try check(counter, 422, "GET", "/v1/payments?limit=0")
        try check(counter, 404, "GET", "/v1/payments/0000000000zzz")
        let bulk = #"{"payments":[\#(Self.charge),{},7]}"#
        try check(counter, 200, "POST", "/v1/payments/bulk", bulk)
        try check(counter, 422, "POST", "/v1/payments/bulk", "{}")
        let refusing = try Counter(desk: .answering(.answered(.refused(.unknownPayer), replayed: false)))
        try check(refusing, 200, "POST", "/v1/payments/bulk", bulk)
    }

    @Test("Holds: captured, raised, prolonged, let go, and what is refused of that")
    func holds() throws {
        let held = try #require(samples.first { $0.standing.state == .held })
        let path = "/v1/payments/\(held.terms.id.text)"
        let wishes = [
            ("captures", #"{"amount":5,"final":false}"#), ("increments", #"{"amount":5}"#),
            ("extensions", #"{"hold_seconds":60}"#), ("void", "{}"),
        ]
        for (door, body) in wishes {
            let desk = StandInDesk.answering(.answered(.payment(held), replayed: false))
            try check(try Counter(desk: desk), 200, "POST", "\(path)/\(door)", body, key: "k")
            for (refusal, status) in [
                (Refusal.holdExpired, 409), (.stateConflict, 409), (.amountExceeded, 409), (.notFound, 404),
            ] {
                let counter = try Counter(desk: .answering(.answered(.refused(refusal), replayed: false)))
                try check(counter, status, "POST", "\(path)/\(door)", body, key: "k")
            }
            try check(try Counter(), 400, "POST", "\(path)/\(door)", body)
            try check(try Counter(), 422, "POST", "\(path)/\(door)", #"{"x":1}"#, key: "k")
        }
        let short = try Counter(desk: .answering(.answered(.refused(.insufficientFunds), replayed: false)))
        try check(short, 402, "POST", "\(path)/increments", #"{"amount":5}"#, key: "k")
    }

    @Test("Refunds, payers and top-ups")
    func others() throws {
        let payer = Payer(
            id: Identifier(9), merchant: KnownKeys.alice.id, login: "li", state: .blocked, createdAt: Payment.time)
        let wallet = Wallet(payer: payer.id, currency: .cny, balance: -20, held: 0, creditLimit: 20)
        let records = StandInRecords(payers: [PayerView(payer: payer, wallets: [wallet])])
        let counter = try Counter(desk: .complying, records: records)
        try check(counter, 201, "POST", Self.refunds, #"{"out_refund_no":"R1","reason":"broken"}"#)
        try check(counter, 201, "POST", Self.refunds, #"{"out_refund_no":"R1"}"#)
        try check(counter, 201, "POST", "/v1/payers", Self.payer, key: "k")
        try check(counter, 200, "GET", "/v1/payers/0000000000009")
        try check(counter, 404, "GET", "/v1/payers/9")
        try check(counter, 201, "POST", Self.topups, Self.topup, key: "k")
        try check(counter, 404, "POST", "/v1/payers/9/topups", Self.topup, key: "k")
    }

    @Test("Events, one of each kind")
    func events() throws {
        let payment = Payment.sample(id: 7)
        let made = payment.event(Identifier(7), from: nil)
        let note = Array(#"{"refund":"0000000000008","amount":5}"#.utf8)
        let refunded = payment.event(Identifier(8), type: "payment.refunded", from: .captured, data: note)
        let page = EventPage(
            entries: [FeedEntry(seq: 1, event: made), FeedEntry(seq: 2, event: refunded)],
            numbers: [Identifier(7): "T1"], head: 2)
        try check(try Counter(records: StandInRecords(page: page)), 200, "GET", "/v1/events?after=0&limit=2&wait=1")
        try check(try Counter(), 200, "GET", "/v1/events")
        try check(try Counter(), 422, "GET", "/v1/events?after=x")
        try check(try Counter(records: StandInRecords(isAway: true)), 503, "GET", "/v1/events")
    }

    @Test("Balances, keys, probes and the description itself")
    func platform() throws {
        var balance = MerchantBalance(currency: .cny)
        balance.available = 3
        let counter = try Counter(records: StandInRecords(balances: [balance]))
        try check(counter, 200, "GET", "/v1/balance")
        try check(try Counter(), 200, "GET", "/v1/balance")
        for path in ["/v1/keys", "/v1/openapi.json", "/healthz", "/readyz"] {
            try check(counter, 200, try stranger.signed("GET", path))
        }
        try check(try Counter(records: StandInRecords(isAway: true)), 503, "GET", "/readyz")
        let keys = KeysAPI([
            PlatformKey(keyID: "a", key: try PrivateKey.generateRSA(bits: 2048).publicKey),
            PlatformKey(keyID: "b", key: counter.platform.publicKey),
        ])
        let call = Call(
            request: try stranger.signed("GET", "/v1/keys"), values: [], caller: nil, body: [], contentDigest: [])
        let operation = try #require(description.operation(of: call.request, counter.gateway))
        #expect(description.faults(try keys.answer(call), to: operation) == [])
    }

    @Test("What is refused at the door")
    func door() throws {
        let counter = try Counter()
        for operation in description.operations where operation.value["security"] == nil {
            let path = operation.path.replacing("{id}", with: "0000000000009")
            let body = operation.requestBody == nil ? nil : "not json"
            try check(counter, 401, try stranger.signed(operation.method, path, body: body))
            var signer = counter.alice
            signer.created -= 301
            try check(counter, 401, try signer.signed(operation.method, path, body: body))
            signer = counter.alice
            signer.keyID = "closed"
            try check(counter, 403, try signer.signed(operation.method, path, body: body))
            try check(try Counter(keysAreAway: true), 503, operation.method, path, body)
        }
        for operation in description.operations {
            let path = operation.path.replacing("{id}", with: "0000000000009")
            for (body, status) in [(Request.Body.tooLarge, 413), (.mismatched, 400)] {
                let request = Request(
                    method: operation.method, target: path, headers: Headers([]), body: body,
                    remoteAddress: "192.0.2.1", requestID: "r-1", isInternal: false, deadline: .milliseconds(60_000))
                try check(counter, status, request)
            }
        }
        let elsewhere = [counter.unsigned("DELETE", "/v1/payments"), counter.unsigned("GET", "/v1/nothing")]
        for response in elsewhere {
            let json = try #require(response.json)
            #expect(description.checker.faults(json, try description.schema("Problem")) == [])
        }
    }

    @Test("What is refused for its body")
    func bodies() throws {
        let counter = try Counter()
        for (path, key) in [
            ("/v1/payments", nil), ("/v1/payments/bulk", nil), (Self.refunds, nil), ("/v1/payers", "k"),
            (Self.topups, "k"),
        ] {
            try check(counter, 400, "POST", path, "{", key: key)
            try check(counter, 422, "POST", path, #"{"a":1}"#, key: key)
            try check(counter, 413, "POST", path, String(repeating: " ", count: 2_097_153), key: key)
            if key != nil { try check(counter, 400, "POST", path, "{}") }
            try check(counter, 415, try counter.alice.signed("POST", path))
        }
    }

    @Test("What the engine refuses")
    func engine() throws {
        let calls: [(path: String, body: String, key: String?, own: [Refusal])] = [
            ("/v1/payments", Self.charge, nil, [.unknownPayer]),
            (
                Self.refunds, #"{"out_refund_no":"R1"}"#, nil,
                [.notFound, .stateConflict, .amountExceeded, .insufficientFunds]
            ), ("/v1/payers", Self.payer, "k", [.loginTaken]),
            (Self.topups, Self.topup, "k", [.notFound, .currencyNotHeld, .insufficientFunds, .amountExceeded]),
        ]
        for call in calls {
            for refusal in call.own + [.idempotencyMismatch, .replayed] {
                let isReplay = refusal.keepsKeyForRepeats
                let counter = try Counter(desk: .answering(.answered(.refused(refusal), replayed: isReplay)))
                let status = Problem(refusal: refusal).entry.status
                try check(counter, status, "POST", call.path, call.body, key: call.key)
            }
            let verdicts: [(Verdict, Int)] = [
                (.overloaded, 503), (.overQuota, 429), (.unavailable, 503), (.unresolved, 504),
            ]
            for (verdict, status) in verdicts {
                let counter = try Counter(desk: .answering(verdict))
                try check(counter, status, "POST", call.path, call.body, key: call.key)
            }
        }
        let replaying = try Counter(desk: .answering(.answered(.refused(.replayed), replayed: false)))
        try check(replaying, 401, "POST", "/v1/payments/bulk", #"{"payments":[\#(Self.charge)]}"#)
    }
}

extension Refusal {
    /// Whether the same request again meets this answer again, marked as a repeat.
    fileprivate var keepsKeyForRepeats: Bool {
        ![.unknownPayer, .notFound, .replayed, .idempotencyMismatch].contains(self)
    }
}
