import OpenSSL
import Testing
import Threading

@testable import Docking

struct AnswerSignerTests {
    @Test("An answer's signature covers status, content and what was asked")
    func signature() throws {
        let key = try PrivateKey.generateEd25519()
        let request = Request(
            method: "POST", target: "/v1/payments?a=b", headers: Headers([]), body: .whole([]), remoteAddress: "",
            requestID: "", isInternal: false, deadline: .milliseconds(1000))
        let signed = SignedRequest(request: request, address: try #require(BaseAddress("https://pay.example")))
        let digest = ContentDigest.field(sha256: Digest.sha256(Array("{}".utf8)))
        let (input, signature) = try #require(
            AnswerSigner(PlatformSigner(key: key, keyID: "platform")).signature(
                status: 201, contentDigest: digest, request: signed, created: 1_700_000_000))
        #expect(
            input == #"kadock=("@status" "content-digest" "@method";req "@target-uri";req)"#
                + #";created=1700000000;keyid="platform";alg="ed25519""#)
        let base = """
            "@status": 201
            "content-digest": sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:
            "@method";req: POST
            "@target-uri";req: https://pay.example/v1/payments?a=b
            "@signature-params": \(input.dropFirst("kadock=".count))
            """
        let found = try #require(MessageSignature.all(input: input, signature: signature)?.first)
        #expect(key.publicKey.verifies(found.signature, Array(base.utf8)))
    }
}
