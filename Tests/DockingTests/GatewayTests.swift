import Deductions
import JSON
import OpenSSL
import Testing
import Threading
import Values

@testable import Docking

struct GatewayTests {
    private static let body =
        #"{"out_trade_no":"T1","payer":"0000000000025","amount":100,"currency":"CNY","subject":"g"}"#

    @Test(
        "Paths and methods that are not there",
        arguments: [
            ("GET", "/", 404, nil), ("GET", "/v1", 404, nil), ("GET", "/v1/", 404, nil),
            ("GET", "/v1/payments/", 404, nil), ("GET", "/v1/payment", 404, nil), ("GET", "//v1/payments", 404, nil),
            ("GET", "/V1/payments", 404, nil), ("POST", "/v1/payments/bulk/x", 404, nil),
            ("POST", "/v1/payments/abc/takings", 404, nil), ("GET", "/v1/policies", 404, nil), ("GET", "v1", 404, nil),
            ("DELETE", "/v1/payments", 405, "POST, GET"), ("GET", "/v1/payments/1/refunds", 405, "POST"),
            ("POST", "/v1/balance", 405, "GET"), ("POST", "/healthz", 405, "GET"), ("PUT", "/v1/payers", 405, "POST"),
        ] as [(String, String, Int, String?)])
    func routes(method: String, target: String, status: Int, allow: String?) throws {
        let response = try Counter().unsigned(method, target)
        #expect(response.status == status)
        #expect(response.code == (status == 404 ? "not-found" : "method-not-allowed"))
        #expect(response.header("allow") == allow)
    }

    @Test("A bulk call is not a payment called bulk")
    func bulkIsNotAnIdentifier() throws {
        #expect(try Counter().call("GET", "/v1/payments/bulk").status == 404)
    }

    @Test("Who is not known learns nothing else", arguments: ["{}", "not json", ""])
    func authenticationComesFirst(body: String) throws {
        let counter = try Counter()
        let response = counter.unsigned("POST", "/v1/payments", body: .whole(Array(body.utf8)))
        #expect(response.status == 401 && response.code == "signature-invalid")
        #expect(counter.desk.handedIn.isEmpty)
        #expect(counter.unsigned("GET", "/v1/balance").status == 401)
        #expect(counter.unsigned("GET", "/v1/payments/zzz").status == 401)
    }

    @Test("A problem document has what RFC 9457 and we ask for, and nothing of our inside")
    func problem() throws {
        let response = try Counter(records: StandInRecords(isAway: true)).call("GET", "/v1/balance")
        #expect(response.status == 503 && response.code == "unavailable")
        #expect(response.header("retry-after") == "1")
        #expect(response.json?["request_id"] == .string("r-1"))
        #expect(response.json?["title"] == .string("Not now, and certainly without effect"))
        #expect(!String(decoding: response.body, as: UTF8.self).contains("10.0.0.7"))
    }

    @Test("Keys that cannot be read: 503, not 401")
    func keysAway() throws {
        let response = try Counter(keysAreAway: true).call("GET", "/v1/balance")
        #expect(response.status == 503 && response.code == "unavailable")
    }

    @Test("A suspended merchant is told so, and only when it signed well")
    func suspended() throws {
        let counter = try Counter()
        var signer = counter.alice
        signer.keyID = "closed"
        let response = counter.gateway.answer(try signer.signed("POST", "/v1/payments", body: "not json"))
        #expect(response.status == 403 && response.code == "forbidden")
        signer.key = .hmac([1])
        #expect(counter.gateway.answer(try signer.signed("GET", "/v1/balance")).status == 401)
    }

    @Test("K3 too early and too late are told apart from wrong")
    func expired() throws {
        let counter = try Counter()
        var signer = counter.alice
        signer.created = Counter.now - 301
        let response = counter.gateway.answer(try signer.signed("GET", "/v1/balance"))
        #expect(response.status == 401 && response.code == "signature-expired")
    }

    @Test(
        "I4t media types",
        arguments: [
            (["application/json"], nil, true), (["Application/JSON"], nil, true),
            (["application/json; charset=utf-8"], nil, true), (["application/json;charset=UTF-8"], nil, true),
            (["application/json;  charset=\"utf-8\""], nil, true),
            (["application/json; charset=gbk"], nil, false), (["application/json; charset=utf-8; x=1"], nil, false),
            (["application/json;"], nil, false), (["application/jsonp"], nil, false), (["text/json"], nil, false),
            (["text/plain"], nil, false), (["application/x-www-form-urlencoded"], nil, false),
            (["multipart/form-data; boundary=x"], nil, false), ([""], nil, false),
            (["application/json, application/json"], nil, false),
            (["application/json", "application/json"], nil, false),
            (["application/json", "text/plain"], nil, false), (["application/json"], "gzip", false),
            (["application/json"], "identity", false),
        ] as [([String], String?, Bool)])
    func mediaTypes(types: [String], coding: String?, isGood: Bool) throws {
        let counter = try Counter()
        let bytes = Array(Self.body.utf8)
        var fields = [(name: "content-digest", value: ContentDigest.field(sha256: Digest.sha256(bytes)))]
        var signer = counter.alice
        signer.cover = ["@method", "@target-uri", "content-digest", "content-type"]
        // The signature is over the joined lines, as RFC 9421 §2.1 has it.
        let joined = (name: "content-type", value: types.joined(separator: ", "))
        let (input, signature) = try signer.sign("POST", "/v1/payments", fields + [joined])
        fields += types.map { (name: "content-type", value: $0) }
        if let coding { fields.append((name: "content-encoding", value: coding)) }
        fields += [(name: "signature-input", value: input), (name: "signature", value: signature)]
        let response = counter.unsigned("POST", "/v1/payments", headers: fields, body: .whole(bytes))
        #expect(response.status == (isGood ? 201 : 415))
        #expect(response.code == (isGood ? nil : "unsupported-media-type"))
    }

    @Test("Bodies that are too large, or not whole")
    func bodies() throws {
        let counter = try Counter()
        let large = "{\"subject\":\"" + String(repeating: "x", count: 64 * 1024) + "\"}"
        #expect(try counter.call("POST", "/v1/payments", large).code == "content-too-large")
        #expect(try counter.call("POST", "/v1/payments/bulk", large).code == "invalid-request")
        #expect(counter.unsigned("POST", "/v1/payments", body: .tooLarge).status == 413)
        #expect(counter.unsigned("POST", "/v1/payments", body: .mismatched).code == "malformed-body")
        #expect(counter.desk.handedIn.isEmpty)
    }

    @Test("Every answer of the API is signed, refusals too; probes are not")
    func answersAreSigned() throws {
        let counter = try Counter()
        for response in [
            try counter.call("POST", "/v1/payments?a=b", Self.body), counter.unsigned("POST", "/v1/payments?a=b"),
        ] {
            let digest = try #require(response.header("content-digest"))
            #expect(ContentDigest.matches(digest, sha256: Digest.sha256(response.body)))
            let input = try #require(response.header("signature-input"))
            let base = """
                "@status": \(response.status)
                "content-digest": \(digest)
                "@method";req: POST
                "@target-uri";req: \(RequestSigner.base)/v1/payments?a=b
                "@signature-params": \(input.dropFirst("kadock=".count))
                """
            let value = try #require(response.header("signature"))
            let signature = try #require(Base64.decode(String(value.dropFirst("kadock=:".count).dropLast())))
            #expect(counter.platform.publicKey.verifies(signature, Array(base.utf8)))
            #expect(response.header("cache-control") == "no-store")
        }
        let health = counter.unsigned("GET", "/healthz")
        #expect(health.status == 200 && health.header("signature") == nil)
    }

    @Test("Readiness asks the database, health does not")
    func probes() throws {
        let away = try Counter(records: StandInRecords(isAway: true))
        #expect(away.unsigned("GET", "/healthz").status == 200)
        #expect(away.unsigned("GET", "/readyz").status == 503)
        #expect(try Counter().unsigned("GET", "/readyz").status == 200)
    }

    @Test("Our public keys, for everybody")
    func keys() throws {
        let counter = try Counter()
        let response = counter.unsigned("GET", "/v1/keys")
        guard case .array(let keys)? = response.json?["keys"], case .string(let point)? = keys.first?["x"] else {
            Issue.record("no keys")
            return
        }
        #expect(Base64.decodeURL(point) == counter.platform.publicKey.raw())
        #expect(keys.first?["kty"] == .string("OKP") && keys.first?["kid"] == .string("platform"))
        let rsa = try PrivateKey.generateRSA(bits: 2048).publicKey
        let document = KeysAPI([PlatformKey(keyID: "epay", key: rsa)])
        let call = Call(
            request: Request(
                method: "GET", target: "/v1/keys", headers: Headers([]), body: .whole([]), remoteAddress: "",
                requestID: "", isInternal: false, deadline: .milliseconds(1000)),
            values: [], caller: nil, body: [], contentDigest: [])
        let shown = try document.answer(call).json?["keys"]
        guard case .array(let shownKeys)? = shown else {
            Issue.record("no keys")
            return
        }
        #expect(shownKeys.first?["e"] == .string("AQAB") && shownKeys.first?["alg"] == .string("RS256"))
    }

    @Test("What the gateway protocol carries")
    func lines() {
        let response = Response(status: 201, headers: [("a", "b"), ("c", "d")], body: Array("{}".utf8))
        let lines = "Status: 201 Created\r\na: b\r\nc: d\r\n\r\n{}"
        #expect(String(decoding: response.gatewayBytes, as: UTF8.self) == lines)
    }

    @Test("Parameters become headers; the first of a name wins, and no header can name what nginx says")
    func parameters() {
        var parameters = RequestParameters()
        for (name, value) in [
            ("REQUEST_METHOD", "POST"), ("REQUEST_METHOD", "GET"), ("REQUEST_URI", "/v1/payments?x=%2F&y"),
            ("CONTENT_TYPE", "application/json"), ("REMOTE_ADDR", "192.0.2.7"), ("KADOCK_REQUEST_ID", "abc"),
            ("HTTP_KADOCK_INTERNAL", "1"), ("HTTP_CONTENT_DIGEST", "x"), ("HTTP_SIGNATURE", "a"),
            ("HTTP_SIGNATURE", "b"), ("REMOTE_ADDR", "127.0.0.1"), ("SERVER_NAME", "x"),
        ] {
            parameters.take(Array(name.utf8)[...], Array(value.utf8)[...])
        }
        let request = Request(parameters, body: .whole([]), deadline: .milliseconds(1))
        #expect(request.method == "POST" && request.path == "/v1/payments" && request.query == "x=%2F&y")
        #expect(request.headers.only("content-type") == .once("application/json"))
        #expect(request.headers.only("content-digest") == .once("x"))
        #expect(request.headers.only("signature") == .repeated && request.headers.joined("signature") == "a, b")
        #expect(!request.isInternal && request.remoteAddress == "192.0.2.7" && request.requestID == "abc")
    }
}
