import Foundation
import JSON
import Merchants
import OpenSSL
import PythonPackages
import Testing
import Threading

@testable import Docking

@Suite(.enabled(if: ForeignLibrary.isThere, "not had: needs python3, pip and PyPI"))
struct ForeignSignatureTests {
    private static let signing = """
        import json, sys, datetime, types
        from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms
        order = json.load(sys.stdin)
        key = order["key"].encode()
        if order["algorithm"] == "HMAC_SHA256": key = bytes.fromhex(order["key"])
        body = order["body"].encode()
        message = types.SimpleNamespace(method=order["method"], url=order["url"], headers=dict(order["headers"]))
        HTTPMessageSigner(
            signature_algorithm=getattr(algorithms, order["algorithm"]),
            key_resolver=MappingKeyResolver(public_keys={}, private_keys={"key": key}),
        ).sign(
            message, key_id="key", created=datetime.datetime.fromtimestamp(1700000000, datetime.timezone.utc),
            nonce="nonce \\\\ and \\"quotes\\"", covered_component_ids=order["cover"], use_existing_digest=True,
        )
        json.dump(list(map(list, message.headers.items())), sys.stdout)
        """

    private static let verifying = """
        import json, sys, types
        from http_message_signatures import HTTPMessageVerifier, MappingKeyResolver, algorithms
        order = json.load(sys.stdin)
        request = types.SimpleNamespace(method=order["method"], url=order["url"], headers={})
        answer = types.SimpleNamespace(
            status_code=order["status"], headers=dict(order["headers"]), request=request)
        results = HTTPMessageVerifier(
            signature_algorithm=algorithms.ED25519,
            key_resolver=MappingKeyResolver(public_keys={"platform": order["key"].encode()}, private_keys={}),
        ).verify(
            answer, max_age=None, body=order["body"].encode(),
            require_components=("@status", "content-digest", '"@method";req', '"@target-uri";req'),
        )
        print(len(results), results[0].parameters["keyid"])
        """

    private static let body = #"{"out_trade_no":"订单","amount":1}"#

    /// The headers with which the library signs a request.
    private func signed(_ algorithm: String, _ key: String, _ headers: [[String]], cover: [String]) throws -> Headers {
        let order: [String: Any] = [
            "algorithm": algorithm, "key": key, "method": "POST", "url": RequestSigner.base + "/v1/payments?a=%20b",
            "headers": headers, "cover": cover, "body": Self.body,
        ]
        let input = String(decoding: try JSONSerialization.data(withJSONObject: order), as: UTF8.self)
        let output = try ForeignLibrary.fetched.get().run(["-c", Self.signing], input: input)
        guard case .array(let fields) = try JSONReader.parse(Array(output.utf8)) else { return Headers([]) }
        return Headers(
            fields.compactMap { field in
                guard case .array(let pair) = field, pair.count == 2, case .string(let name) = pair[0],
                    case .string(let value) = pair[1]
                else { return nil }
                return (name.lowercased(), value)
            })
    }

    @Test("What an RFC 9421 library signs we verify", arguments: KeyAlgorithm.signing)
    func verifies(algorithm: KeyAlgorithm) throws {
        let secret = SecureRandom.bytes(32)
        let pair = algorithm == .rsaV15SHA256 ? try PrivateKey.generateRSA() : try PrivateKey.generateEd25519()
        let (name, key, material) =
            switch algorithm {
            case .hmacSHA256: ("HMAC_SHA256", Hex.encode(secret), secret)
            case .rsaV15SHA256:
                ("RSA_V1_5_SHA256", String(decoding: pair.pem(), as: UTF8.self), pair.publicKey.pem())
            default: ("ED25519", String(decoding: pair.pem(), as: UTF8.self), pair.publicKey.pem())
            }
        let stored = MerchantKey(keyID: "key", merchant: KnownKeys.alice.id, algorithm: algorithm, material: material)
        let verifier = RequestVerifier(
            address: try #require(BaseAddress(RequestSigner.base)),
            directory: KnownKeys(signers: [
                "key": Signer(merchant: KnownKeys.alice, key: try #require(VerificationKey(stored)))
            ]))
        let digest = Digest.sha256(Array(Self.body.utf8))
        let headers = try signed(
            name, key,
            [
                ["Content-Type", "application/json"], ["Content-Digest", ContentDigest.field(sha256: digest)],
                ["Idempotency-Key", "k1"], ["Date", "Tue, 14 Nov 2023 22:13:20 GMT"],
            ],
            cover: [
                "@method", "@target-uri", "@authority", "@scheme", "@path", "@query", "@request-target",
                "\"@query-param\";name=\"a\"", "content-type", "content-digest", "idempotency-key", "date",
            ])
        func request(_ target: String) -> Request {
            Request(
                method: "POST", target: target, headers: headers, body: .whole(Array(Self.body.utf8)),
                remoteAddress: "", requestID: "", isInternal: false, deadline: .milliseconds(60_000))
        }
        let caller = try verifier.caller(
            of: request("/v1/payments?a=%20b"), contentDigest: digest, now: 1_700_000_000, mayWait: true)
        #expect(caller.merchant == KnownKeys.alice)
        #expect(caller.nonce == Array(#"nonce \ and "quotes""#.utf8))
        #expect(throws: SignatureFailure.invalid("not what the key signed")) {
            try verifier.caller(
                of: request("/v1/payments?a=b"), contentDigest: digest, now: 1_700_000_000, mayWait: true)
        }
    }

    @Test("What we sign an RFC 9421 library verifies")
    func signs() throws {
        let counter = try Counter()
        for (method, target) in [("GET", "/v1/keys"), ("POST", "/v1/payments?x=1&y=%2F"), ("GET", "/v1/nothing")] {
            let answer = counter.unsigned(method, target)
            func order(status: Int) throws -> String {
                let order: [String: Any] = [
                    "method": method, "url": RequestSigner.base + target, "status": status,
                    "headers": answer.headers.map { [$0.name, $0.value] },
                    "body": String(decoding: answer.body, as: UTF8.self),
                    "key": String(decoding: counter.platform.publicKey.pem(), as: UTF8.self),
                ]
                return String(decoding: try JSONSerialization.data(withJSONObject: order), as: UTF8.self)
            }
            let library = try ForeignLibrary.fetched.get()
            #expect(try library.run(["-c", Self.verifying], input: try order(status: answer.status)) == "1 platform\n")
            #expect(throws: PythonFailure.self) {
                try library.run(["-c", Self.verifying], input: try order(status: answer.status + 1))
            }
        }
    }
}
