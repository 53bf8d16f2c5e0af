import Merchants
import OpenSSL
import Testing
import Threading

@testable import Docking

struct RequestVerifierTests {
    private static let now: Int64 = 1_700_000_000
    private static let body = #"{"amount":1}"#
    private let aliceSecret = Array("alice's secret of thirty-two byte".utf8)
    private let bobSecret = Array("bob's own secret, also long enough".utf8)
    private let verifier: RequestVerifier

    init() throws {
        verifier = RequestVerifier(
            address: try #require(BaseAddress(RequestSigner.base)),
            directory: KnownKeys(signers: [
                "alice": Signer(merchant: KnownKeys.alice, key: .hmacSHA256(secret: aliceSecret)),
                "alice-2": Signer(merchant: KnownKeys.alice, key: .hmacSHA256(secret: aliceSecret.reversed())),
                "bob": Signer(merchant: KnownKeys.bob, key: .hmacSHA256(secret: bobSecret)),
            ]))
    }

    private var alice: RequestSigner { RequestSigner(key: .hmac(aliceSecret), keyID: "alice") }
    private var bob: RequestSigner { RequestSigner(key: .hmac(bobSecret), keyID: "bob", label: "other") }

    private func caller(_ request: Request, now: Int64 = Self.now) throws(SignatureFailure) -> Caller {
        guard case .whole(let body) = request.body else { throw .invalid("no body") }
        return try verifier.caller(
            of: request, contentDigest: body.isEmpty ? nil : Digest.sha256(body), now: now, mayWait: true)
    }

    private func isInvalid(_ request: Request, _ verifier: RequestVerifier? = nil) -> Bool {
        guard case .whole(let body) = request.body else { return false }
        do {
            let verifier = verifier ?? self.verifier
            _ = try verifier.caller(
                of: request, contentDigest: body.isEmpty ? nil : Digest.sha256(body), now: Self.now, mayWait: true)
            return false
        } catch {
            if case .invalid = error { return true }
            return false
        }
    }

    /// The same request with something else in one place.
    private func altered(
        _ request: Request, method: String? = nil, target: String? = nil, body: String? = nil,
        header: (name: String, value: String?)? = nil
    ) -> Request {
        var fields: [(name: String, value: String)] = []
        for name in ["idempotency-key", "content-type", "content-digest", "signature-input", "signature"] {
            guard let value = request.headers.joined(name) else { continue }
            if let header, header.name == name {
                if let value = header.value { fields.append((name, value)) }
            } else {
                fields.append((name, value))
            }
        }
        return Request(
            method: method ?? request.method, target: target ?? request.target, headers: Headers(fields),
            body: body.map { .whole(Array($0.utf8)) } ?? request.body, remoteAddress: "", requestID: "",
            isInternal: false, deadline: request.deadline)
    }

    @Test("K1 a whole signature names its merchant")
    func accepts() throws {
        let post = try caller(
            try alice.signed("POST", "/v1/payments?x=1", body: Self.body, headers: [("idempotency-key", "k1")]))
        #expect(post.merchant == KnownKeys.alice)
        #expect(post.nonce == Array("n-1".utf8))
        var signer = alice
        signer.nonce = nil
        signer.algorithm = "hmac-sha256"
        #expect(try caller(try signer.signed("GET", "/v1/balance")).merchant == KnownKeys.alice)
    }

    @Test("K1 each covered component altered")
    func alteredComponents() throws {
        let request = try alice.signed("POST", "/v1/payments?x=1", body: Self.body, headers: [("idempotency-key", "k")])
        #expect(throws: Never.self) { try caller(request) }
        #expect(isInvalid(altered(request, method: "GET")))
        #expect(isInvalid(altered(request, target: "/v1/payments?x=2")))
        #expect(isInvalid(altered(request, target: "/v1/payments")))
        #expect(isInvalid(altered(request, header: ("idempotency-key", "K"))))
        #expect(isInvalid(altered(request, header: ("idempotency-key", nil))))
        #expect(isInvalid(altered(request, header: ("content-type", "application/xml"))))
        let other = "sha-256=:\(Base64.encode(Digest.sha256(Array("{}".utf8)))):"
        #expect(isInvalid(altered(request, body: "{}", header: ("content-digest", other))))
        #expect(isInvalid(altered(request, header: ("signature", nil))))
        #expect(isInvalid(altered(request, header: ("signature-input", nil))))
        let input = try #require(request.headers.joined("signature-input"))
        for (from, to) in [("alice", "alice-2"), ("1700000000", "1700000001"), ("n-1", "n-2"), ("sig=", "sig2=")] {
            let changed = input.replacing(from, with: to)
            #expect(isInvalid(altered(request, header: ("signature-input", changed))), "\(from)")
        }
        let elsewhere = RequestVerifier(
            address: try #require(BaseAddress("https://pay.example:8444")), directory: verifier.directory)
        #expect(isInvalid(request, elsewhere))
    }

    @Test(
        "K1 a component missing from the cover",
        arguments: ["@method", "@target-uri", "content-digest", "content-type", "idempotency-key"])
    func cover(missing: String) throws {
        let all = ["@method", "@target-uri", "content-digest", "content-type", "idempotency-key"]
        var signer = alice
        signer.cover = all
        let headers = [(name: "idempotency-key", value: "k")]
        #expect(!isInvalid(try signer.signed("POST", "/v1/payments", body: Self.body, headers: headers)))
        signer.cover = all.filter { $0 != missing }
        #expect(isInvalid(try signer.signed("POST", "/v1/payments", body: Self.body, headers: headers)))
    }

    @Test("K1 labels and components that come twice, and malformed fields")
    func malformed() throws {
        let request = try alice.signed("POST", "/v1/payments", body: Self.body)
        let input = try #require(request.headers.joined("signature-input"))
        let signature = try #require(request.headers.joined("signature"))
        for bad in ["\(input), \(input)", "\(input), x=1", "(", "", "sig", "sig=()", "sig=1", input + ","] {
            #expect(isInvalid(altered(request, header: ("signature-input", bad))), "\(bad)")
        }
        for bad in ["\(signature), \(signature)", "\(signature), x=:AA==:", "sig=AAAA", "sig=::", "sig=:A:", ""] {
            #expect(isInvalid(altered(request, header: ("signature", bad))), "\(bad)")
        }
        var twice = alice
        twice.cover = ["@method", "@target-uri", "content-digest", "content-type", "@method"]
        #expect(isInvalid(try twice.signed("POST", "/v1/payments", body: Self.body)))
        var unknown = alice
        unknown.cover = ["@method", "@target-uri", "content-digest", "content-type", "@unknown"]
        #expect(isInvalid(try unknown.signed("POST", "/v1/payments", body: Self.body)))
    }

    @Test("K1 a second signature never changes who is meant")
    func twoSignatures() throws {
        let request = try alice.signed("POST", "/v1/payments", body: Self.body)
        let input = try #require(request.headers.joined("signature-input"))
        let signature = try #require(request.headers.joined("signature"))
        let fields = ["content-type", "content-digest"].compactMap { name in
            request.headers.joined(name).map { (name: name, value: $0) }
        }
        func adding(_ other: RequestSigner) throws -> Request {
            let (moreInput, moreSignature) = try other.sign("POST", "/v1/payments", fields)
            let changed = altered(request, header: ("signature-input", "\(moreInput), \(input)"))
            return altered(changed, header: ("signature", "\(moreSignature), \(signature)"))
        }
        // Bob's own valid signature on Alice's request, before hers.
        #expect(isInvalid(try adding(bob)))
        // A proxy's, by a key that we do not know.
        var proxy = bob
        proxy.keyID = "unknown"
        #expect(try caller(try adding(proxy)).merchant == KnownKeys.alice)
        // One that claims to be Alice's and is not.
        var forger = bob
        forger.keyID = "alice-2"
        #expect(isInvalid(try adding(forger)))
    }

    @Test("The log tells what is wrong with a signature")
    func faults() throws {
        let request = try alice.signed("GET", "/v1/balance")
        func signed(_ inputs: [String]) -> Request {
            let labelled = inputs.enumerated().map { "s\($0)=\($1);created=\(Self.now)" }.joined(separator: ", ")
            let values = inputs.indices.map { "s\($0)=:AAAA:" }.joined(separator: ", ")
            return altered(
                altered(request, header: ("signature-input", labelled)), header: ("signature", values))
        }
        let unknown = #"("@method" "@target-uri");keyid="nobody""#
        let forged = #"("@method" "@target-uri");keyid="alice""#
        let absent = #"("x-absent");keyid="alice""#
        for (inputs, words) in [
            ([unknown], "unknown key, or one that has ended"), ([forged], "not what the key signed"),
            ([absent], "covers what is not there"), ([unknown, forged], "not what the key signed"),
            ([absent, forged], "covers what is not there; another is not what its key signed"),
        ] {
            #expect(throws: SignatureFailure.invalid(words)) { try caller(signed(inputs)) }
        }
    }

    @Test("K2 a digest that is wrong, or right and not covered")
    func contentDigest() throws {
        let request = try alice.signed("POST", "/v1/payments", body: Self.body)
        #expect(isInvalid(altered(request, body: #"{"amount":2}"#)))
        #expect(isInvalid(altered(request, body: "")))
        #expect(isInvalid(altered(request, header: ("content-digest", nil))))
        var careless = alice
        careless.cover = ["@method", "@target-uri", "content-type"]
        #expect(isInvalid(try careless.signed("POST", "/v1/payments", body: Self.body)))
    }

    @Test(
        "K2 forms of Content-Digest",
        arguments: [
            ("sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:", true),
            ("sha-512=:AAAA:, sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:", true),
            (
                "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:,"
                    + "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", false
            ),
            (
                "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:,"
                    + "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:", false
            ),
            ("sha-512=:AAAA:", false), ("sha-256=RBNvo1", false), ("sha-256=::", false), ("", false),
            ("sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o:", false), ("sha-256", false),
        ])
    func digestForms(field: String, isGood: Bool) {
        #expect(ContentDigest.matches(field, sha256: Digest.sha256(Array("{}".utf8))) == isGood)
    }

    @Test(
        "K3 the window: 300 s back, 30 s ahead",
        arguments: [(0, true), (300, true), (301, false), (-30, true), (-31, false), (1_700_000_000, false)])
    func window(secondsLater: Int64, isGood: Bool) throws {
        let request = try alice.signed("GET", "/v1/balance")
        do {
            _ = try caller(request, now: Self.now + secondsLater)
            #expect(isGood)
        } catch {
            #expect(!isGood)
            guard case .expired = error else { throw error }
        }
    }

    @Test("K3 a signer's own end, and a forgery that is old")
    func expires() throws {
        var signer = alice
        signer.expires = Self.now + 10
        let request = try signer.signed("GET", "/v1/balance")
        #expect(throws: Never.self) { try caller(request, now: Self.now + 10) }
        #expect(throws: SignatureFailure.expired("past its own end")) { try caller(request, now: Self.now + 11) }
        // Nobody is told that a signature which is none came too late.
        #expect(throws: SignatureFailure.invalid("not what the key signed")) {
            try caller(altered(request, target: "/v1/payments"), now: Self.now + 1000)
        }
    }

    @Test("K3 a POST needs a nonce of 1 to 128 bytes", arguments: [nil, "", String(repeating: "n", count: 129)])
    func nonce(nonce: String?) throws {
        var signer = alice
        signer.nonce = nonce
        #expect(isInvalid(try signer.signed("POST", "/v1/payments", body: Self.body)))
    }

    @Test("K4 only the algorithm of the stored key", arguments: KeyAlgorithm.signing)
    func algorithms(stored: KeyAlgorithm) throws {
        let ed25519 = try PrivateKey.generateEd25519()
        let rsa = try PrivateKey.generateRSA(bits: 2048)
        let secret = Array("0123456789abcdef0123456789abcdef".utf8)
        let material =
            switch stored {
            case .ed25519: ed25519.publicKey.pem()
            case .rsaV15SHA256: rsa.publicKey.pem()
            default: secret
            }
        let key = MerchantKey(keyID: "key", merchant: KnownKeys.alice.id, algorithm: stored, material: material)
        let verifier = RequestVerifier(
            address: self.verifier.address,
            directory: KnownKeys(signers: [
                "key": Signer(merchant: KnownKeys.alice, key: try #require(VerificationKey(key)))
            ]))
        let keys: [(KeyAlgorithm, RequestSigner.Key)] = [
            (.hmacSHA256, .hmac(secret)), (.ed25519, .pair(ed25519)), (.rsaV15SHA256, .pair(rsa)),
        ]
        for (algorithm, key) in keys {
            for claim in [nil, "hmac-sha256", "ed25519", "rsa-v1_5-sha256", "rsa-pss-sha512", "none", ""] {
                let signer = RequestSigner(key: key, keyID: "key", algorithm: claim)
                let isGood = algorithm == stored && (claim == nil || claim == stored.rawValue)
                let request = try signer.signed("GET", "/v1/balance")
                #expect(isInvalid(request, verifier) == !isGood, "\(algorithm) claimed as \(claim ?? "nothing")")
            }
        }
        // The classic: the public key, which everybody has, taken for a shared secret.
        let confused = RequestSigner(key: .hmac(material), keyID: "key", algorithm: "hmac-sha256")
        #expect(isInvalid(try confused.signed("GET", "/v1/balance"), verifier) == (stored != .hmacSHA256))
    }

    @Test("K4 material that does not fit its algorithm makes no key")
    func unfitMaterial() throws {
        let ed25519 = try PrivateKey.generateEd25519().publicKey.pem()
        func key(_ algorithm: KeyAlgorithm, _ material: [UInt8]) -> VerificationKey? {
            VerificationKey(
                MerchantKey(keyID: "k", merchant: KnownKeys.alice.id, algorithm: algorithm, material: material))
        }
        #expect(key(.ed25519, ed25519) != nil)
        #expect(key(.rsaV15SHA256, ed25519) == nil)
        #expect(key(.ed25519, Array("rubbish".utf8)) == nil)
        #expect(key(.hmacSHA256, []) == nil)
        #expect(key(.md5, Array("epay".utf8)) == nil)
    }

    @Test("Keys that cannot be read are no wrong signature")
    func directoryAway() throws {
        let verifier = RequestVerifier(address: verifier.address, directory: KnownKeys(isAway: true))
        #expect(throws: SignatureFailure.directoryAway("database error 0 (connectionLost): away")) {
            try verifier.caller(
                of: try alice.signed("GET", "/v1/balance"), contentDigest: nil, now: Self.now, mayWait: true)
        }
    }
}

extension KeyAlgorithm {
    static let signing: [KeyAlgorithm] = [.hmacSHA256, .ed25519, .rsaV15SHA256]
}
