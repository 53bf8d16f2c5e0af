import Merchants
import OpenSSL
import Testing
import Threading

@testable import Docking

/// The printed examples of RFC 9421: appendix B.2 and B.4, §2.2.8 and §4.3, keys of appendix B.1.
struct SignatureVectorTests {
    private static let digest512 =
        "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"

    /// "test-request" of appendix B.2.
    private static let request = Request(
        method: "POST", target: "/foo?param=Value&Pet=dog",
        headers: Headers([
            ("host", "example.com"), ("date", "Tue, 20 Apr 2021 02:07:55 GMT"), ("content-type", "application/json"),
            ("content-digest", digest512), ("content-length", "18"),
        ]),
        body: .whole(Array(#"{"hello": "world"}"#.utf8)), remoteAddress: "", requestID: "", isInternal: false,
        deadline: .milliseconds(1000))

    private func message(_ request: Request = Self.request, at address: String = "https://example.com") throws
        -> SignedRequest
    {
        SignedRequest(request: request, address: try #require(BaseAddress(address)))
    }

    private func only(_ input: String, _ signature: String) throws -> MessageSignature {
        let all = try #require(MessageSignature.all(input: input, signature: signature))
        #expect(all.count == 1)
        return try #require(all.first)
    }

    private func base(_ message: some SignedMessage, _ signature: MessageSignature) throws -> String {
        let components = try #require(signature.components)
        let bytes = try #require(message.signatureBase(components, parameters: signature.parameters))
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("K1 RFC 9421 B.2.5: hmac-sha256")
    func hmac() throws {
        let signature = try only(
            #"sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret""#,
            "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:")
        let base = try base(message(), signature)
        #expect(
            base == """
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@authority": example.com
                "content-type": application/json
                "@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"
                """)
        #expect(try PublishedKeys.verificationKey(.hmacSHA256).verifies(signature.signature, Array(base.utf8)))
    }

    @Test("K1 RFC 9421 B.2.6: ed25519")
    func ed25519() throws {
        let signature = try only(
            #"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")"#
                + #";created=1618884473;keyid="test-key-ed25519""#,
            "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:")
        let base = try base(message(), signature)
        #expect(try PublishedKeys.verificationKey(.ed25519).verifies(signature.signature, Array(base.utf8)))
    }

    @Test("K1 RFC 9421 §4.3: rsa-v1_5-sha256, two labels")
    func rsa() throws {
        var fields: [(name: String, value: String)] = [
            ("content-type", "application/json"), ("content-digest", Self.digest512), ("content-length", "18"),
        ]
        fields.append(("forwarded", "for=192.0.2.123;host=example.com;proto=https"))
        let request = Request(
            method: "POST", target: "/foo?param=Value&Pet=dog", headers: Headers(fields), body: .whole([]),
            remoteAddress: "", requestID: "", isInternal: false, deadline: .milliseconds(1000))
        let input = [
            #"sig1=("@method" "@authority" "@path" "content-digest" "content-type" "content-length")"#,
            #";created=1618884475;keyid="test-key-ecc-p256", "#,
            #"proxy_sig=("@method" "@authority" "@path" "content-digest" "content-type" "content-length" "forwarded")"#,
            #";created=1618884480;keyid="test-key-rsa";alg="rsa-v1_5-sha256";expires=1618884540"#,
        ].joined()
        let values = [
            "sig1=:X5spyd6CFnAG5QnDyHfqoSNICd+BUP4LYMz2Q0JXlb//4Ijpzp+kve2w4NIyqeAuM7jTDX+sNalzA8ESSaHD3A==:, ",
            "proxy_sig=:S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+",
            "MjniOaYmdkDcnL9cCpXJleXsOckpURl49GwiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSF",
            "u7LB5YAv0RAGhB8tmpv7sFnIm9y+7X5kXQfi8NMaZaA8i2ZHwpBdg7a6CMfwnnrtflzvZdXAsD3LH2TwevU+/PBPv0B6NMN",
            "k93wUs/vfJvye+YuI87HU38lZHowtznbLVdp770I6VHR6WfgS9ddzirrswsE1w5o0LV/g==:",
        ].joined()
        let signatures = try #require(MessageSignature.all(input: input, signature: values))
        let proxy = try #require(signatures.last)
        #expect(proxy.label == "proxy_sig" && proxy.expires == 1_618_884_540 && proxy.algorithm == "rsa-v1_5-sha256")
        let base = try base(message(request, at: "https://origin.host.internal.example"), proxy)
        let key = try PublishedKeys.verificationKey(.rsaV15SHA256)
        #expect(key.verifies(proxy.signature, Array(base.utf8)))
        #expect(!key.verifies(proxy.signature, Array(base.utf8) + [0x20]))
    }

    @Test("K1 RFC 9421 B.4: a field of two lines")
    func combinedField() throws {
        let request = Request(
            method: "GET", target: "/demo?name1=Value1&Name2=value2",
            headers: Headers([("accept", "application/json"), ("accept", "*/*")]), body: .whole([]),
            remoteAddress: "", requestID: "", isInternal: false, deadline: .milliseconds(1000))
        let signature = try only(
            #"transform=("@method" "@path" "@authority" "accept");created=1618884473;keyid="test-key-ed25519""#,
            "transform=:ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==:")
        let base = try base(message(request, at: "https://example.org"), signature)
        #expect(try PublishedKeys.verificationKey(.ed25519).verifies(signature.signature, Array(base.utf8)))
    }

    @Test(
        "K1 RFC 9421 B.2.1–B.2.3: signature bases",
        arguments: [
            (
                #"();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd""#, [String]()
            ),
            (
                #"("@authority" "content-digest" "@query-param";name="Pet");created=1618884473"#
                    + #";keyid="test-key-rsa-pss";tag="header-example""#,
                [
                    #""@authority": example.com"#, #""content-digest": \#(digest512)"#,
                    #""@query-param";name="Pet": dog"#,
                ]
            ),
            (
                #"("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length")"#
                    + #";created=1618884473;keyid="test-key-rsa-pss""#,
                [
                    #""date": Tue, 20 Apr 2021 02:07:55 GMT"#, #""@method": POST"#, #""@path": /foo"#,
                    #""@query": ?param=Value&Pet=dog"#, #""@authority": example.com"#,
                    #""content-type": application/json"#, #""content-digest": \#(digest512)"#,
                    #""content-length": 18"#,
                ]
            ),
        ])
    func bases(parameters: String, lines: [String]) throws {
        let base = try base(message(), only("sig=\(parameters)", "sig=:AAAA:"))
        #expect(base == (lines + [#""@signature-params": \#(parameters)"#]).joined(separator: "\n"))
    }

    @Test("K1 RFC 9421 B.2.4: an answer's signature base")
    func answer() throws {
        let answer = SignedAnswer(
            status: 200,
            headers: Headers([
                ("content-type", "application/json"), ("content-digest", Self.digest512), ("content-length", "23"),
            ]),
            request: try message())
        let parameters =
            #"("@status" "content-type" "content-digest" "content-length");created=1618884473"#
            + #";keyid="test-key-ecc-p256""#
        #expect(
            try base(answer, only("sig=\(parameters)", "sig=:AAAA:")) == """
                "@status": 200
                "content-type": application/json
                "content-digest": \(Self.digest512)
                "content-length": 23
                "@signature-params": \(parameters)
                """)
    }

    @Test(
        "K1 RFC 9421 §2.2.8: parameters of the query",
        arguments: [
            ("/path?param=value&foo=bar&baz=batman&qux=", "baz", "batman"),
            ("/path?param=value&foo=bar&baz=batman&qux=", "qux", ""),
            ("/path?param=value&foo=bar&baz=batman&qux=", "quux", nil),
            ("/path?a=1&a=2", "a", nil),
            ("/path", "a", nil),
            (
                "/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace", "var",
                "this%20is%20a%20big%0Amultiline%20value"
            ),
            ("/parameters?bar=with+plus+whitespace", "bar", "with%20plus%20whitespace"),
            ("/parameters?fa%C3%A7ade%22%3A%20=something", "fa%C3%A7ade%22%3A%20", "something"),
        ] as [(String, String, String?)])
    func queryParameters(target: String, name: String, value: String?) throws {
        let request = Request(
            method: "GET", target: target, headers: Headers([]), body: .whole([]), remoteAddress: "", requestID: "",
            isInternal: false, deadline: .milliseconds(1000))
        let found = try message(request).value(of: SignatureComponent(.queryParameter(name)))
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == value)
    }

    @Test("RFC 9421 §2.2: other derived components")
    func derived() throws {
        let message = try message(at: "HTTPS://Example.com:443/")
        func value(_ name: SignatureComponent.Name) -> String? {
            message.value(of: SignatureComponent(name)).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(value(.authority) == "example.com")
        #expect(value(.scheme) == "https")
        #expect(value(.requestTarget) == "/foo?param=Value&Pet=dog")
        #expect(value(.status) == nil)
        #expect(message.value(of: SignatureComponent(.method, isOfRequest: true)) == nil)
    }
}
