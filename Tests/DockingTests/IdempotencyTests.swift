import Deductions
import JSON
import Merchants
import OpenSSL
import Testing
import Threading
import Values

@testable import Docking

struct IdempotencyTests {
    private static let payment =
        #"{"out_trade_no":"T1","payer":"0000000000025","amount":100,"currency":"CNY","subject":"g"}"#
    private static let topup = #"{"amount":1,"currency":"CNY"}"#
    private static let topupPath = "/v1/payers/0000000000025/topups"

    @Test(
        "F5 keys that are none",
        arguments: [nil, "", "a b", "k\u{7F}", "ké", "ke\u{301}", "a\tb", String(repeating: "k", count: 256)])
    func wrongKeys(key: String?) throws {
        let counter = try Counter()
        for (path, body) in [
            (Self.topupPath, Self.topup), ("/v1/payers", #"{"login":"l","pin":"123456","currency":"CNY"}"#),
        ] {
            let response = try counter.call("POST", path, body, key: key)
            #expect(response.status == 400 && response.code == "idempotency-key-required")
        }
        #expect(counter.desk.handedIn.isEmpty)
    }

    @Test("F5 keys are bytes", arguments: ["k", "K", "k!", "~", String(repeating: "k", count: 255)])
    func keys(key: String) throws {
        let counter = try Counter()
        _ = try counter.call("POST", Self.topupPath, Self.topup, key: key)
        let claim = try #require(counter.desk.handedIn.first?.claim)
        #expect(claim.name.key == Array(key.utf8) && claim.name.kind == .post)
        #expect(claim.name.merchant == KnownKeys.alice.id)
    }

    @Test("F5 two keys at once are none")
    func twoKeys() throws {
        let counter = try Counter()
        var signer = counter.alice
        signer.cover = ["@method", "@target-uri", "content-type", "content-digest", "idempotency-key"]
        let bytes = Array(Self.topup.utf8)
        var fields = [
            (name: "content-type", value: "application/json"),
            (name: "content-digest", value: ContentDigest.field(sha256: Digest.sha256(bytes))),
        ]
        let (input, signature) = try signer.sign(
            "POST", Self.topupPath, fields + [(name: "idempotency-key", value: "a, b")])
        fields += [(name: "idempotency-key", value: "a"), (name: "idempotency-key", value: "b")]
        fields += [(name: "signature-input", value: input), (name: "signature", value: signature)]
        let response = counter.unsigned("POST", Self.topupPath, headers: fields, body: .whole(bytes))
        #expect(response.code == "idempotency-key-required")
    }

    private func claim(_ path: String, _ body: String, key: String? = nil) throws -> Claim {
        let counter = try Counter()
        _ = try counter.call("POST", path, body, key: key)
        return try #require(counter.desk.handedIn.first?.claim)
    }

    @Test("F2 a claim stands for the body's bytes, and for the path where that says more")
    func digests() throws {
        let first = try claim("/v1/payments", Self.payment)
        #expect(first.name.kind == .payment && first.name.key == Array("T1".utf8))
        #expect(first.digest == Digest.sha256(Array(Self.payment.utf8)))
        #expect(try claim("/v1/payments", Self.payment + " ").digest != first.digest)
        #expect(try claim("/v1/payments?x=1", Self.payment).digest == first.digest)

        let refund = #"{"out_refund_no":"R1"}"#
        let one = try claim("/v1/payments/0000000000011/refunds", refund)
        #expect(one.name.kind == .refund && one.name.key == Array("R1".utf8))
        #expect(try claim("/v1/payments/0000000000011/refunds", refund) == one)
        #expect(try claim("/v1/payments/0000000000012/refunds", refund).digest != one.digest)
        #expect(try claim("/v1/payments/0000000000011/refunds", refund + " ").digest != one.digest)

        let topup = try claim("/v1/payers/0000000000011/topups", Self.topup, key: "k")
        #expect(try claim("/v1/payers/0000000000012/topups", Self.topup, key: "k").digest != topup.digest)
        #expect(try claim("/v1/payers/0000000000011/topups", Self.topup + " ", key: "k").digest != topup.digest)
    }

    @Test("A bulk item's claim stands for its RFC 8785 form")
    func bulkDigest() throws {
        let counter = try Counter()
        let spaced = Self.payment.replacing(",", with: " , ")
        _ = try counter.call("POST", "/v1/payments/bulk", "{\"payments\":[\(Self.payment),\(spaced)]}")
        let claims = counter.desk.handedIn.compactMap(\.claim)
        let canonical = try CanonicalJSON.encode(try JSONReader.parse(Array(Self.payment.utf8)))
        #expect(claims.map(\.digest) == [Digest.sha256(canonical), Digest.sha256(canonical)])
    }

    @Test("K3 a nonce stands for method, target, key and body")
    func nonces() throws {
        func nonce(_ path: String, _ body: String, key: String? = nil) throws -> NonceClaim {
            let counter = try Counter()
            _ = try counter.call("POST", path, body, key: key)
            return try #require(counter.desk.handedIn.first?.nonce)
        }
        let first = try nonce(Self.topupPath, Self.topup, key: "a")
        #expect(first.name.nonce == Array("n-1".utf8) && first.name.merchant == KnownKeys.alice.id)
        #expect(try nonce(Self.topupPath, Self.topup, key: "a") == first)
        #expect(try nonce(Self.topupPath, Self.topup, key: "b").digest != first.digest)
        #expect(try nonce(Self.topupPath, Self.topup + " ", key: "a").digest != first.digest)
        #expect(try nonce(Self.topupPath + "?x", Self.topup, key: "a").digest != first.digest)
        #expect(try nonce("/v1/payers/0000000000026/topups", Self.topup, key: "a").digest != first.digest)
    }

    @Test("A repeated answer says so and is the same")
    func replay() throws {
        let first = try Counter(desk: .answering(.answered(.payment(.sample(id: 5)), replayed: false)))
            .call("POST", "/v1/payments", Self.payment)
        let second = try Counter(desk: .answering(.answered(.payment(.sample(id: 5)), replayed: true)))
            .call("POST", "/v1/payments", Self.payment)
        #expect(first.status == 201 && first.header("idempotency-replayed") == nil)
        #expect(second.status == 201 && second.header("idempotency-replayed") == "true")
        #expect(first.body == second.body)
    }

    @Test(
        "Every verdict of the engine has its answer",
        arguments: [
            (.overloaded, 503, "unavailable"), (.unavailable, 503, "unavailable"), (.overQuota, 429, "rate-limited"),
            (.unresolved, 504, "outcome-pending"),
            (.answered(.refused(.idempotencyMismatch), replayed: false), 422, "idempotency-mismatch"),
            (.answered(.refused(.replayed), replayed: false), 401, "replayed"),
            (.answered(.refused(.unknownPayer), replayed: false), 422, "unknown-payer"),
            (.answered(.refused(.notFound), replayed: false), 404, "not-found"),
            (.answered(.refused(.stateConflict), replayed: true), 409, "state-conflict"),
            (.answered(.refused(.amountExceeded), replayed: false), 409, "amount-exceeded"),
            (.answered(.refused(.insufficientFunds), replayed: false), 402, "insufficient-funds"),
            (.answered(.refused(.currencyNotHeld), replayed: false), 422, "invalid-request"),
            (.answered(.refused(.loginTaken), replayed: false), 409, "login-taken"),
        ] as [(Verdict, Int, String)])
    func verdicts(verdict: Verdict, status: Int, code: String) throws {
        let counter = try Counter(desk: .answering(verdict))
        let response = try counter.call("POST", "/v1/payments/0000000000011/refunds", #"{"out_refund_no":"R1"}"#)
        #expect(response.status == status && response.code == code)
        #expect((response.header("retry-after") != nil) == [429, 503, 504].contains(status))
        let isReplay = if case .answered(_, replayed: true) = verdict { true } else { false }
        #expect(response.header("idempotency-replayed") == (isReplay ? "true" : nil))
    }

    @Test("An answer of another kind under the same key is a mismatch, never a wrong object")
    func otherKind() throws {
        let counter = try Counter(desk: .answering(.answered(.payment(.sample(id: 5)), replayed: true)))
        #expect(try counter.call("POST", Self.topupPath, Self.topup, key: "k").code == "idempotency-mismatch")
    }
}
