import Foundation
import OpenSSL
import Testing
import Values

@testable import Bench

/// The bytes of signed requests.
struct BenchSigningTests {
    private let key = SigningKey(keyID: "shop-1", secret: Array("0123456789abcdef".utf8))
    private let moment = Timestamp(microseconds: 1_700_000_000_999_999)

    private func head(_ request: [UInt8]) -> [String] {
        String(decoding: request, as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test("the signature covers method, address, digest and type, over the base of RFC 9421 §2.5")
    func base() throws {
        let post = SignedPost(to: ServiceAddress(host: "localhost", port: 8_443), path: "/v1/payments", key: key)
        let lines = head(post.request(body: Array("{}".utf8), nonce: "n1", created: moment))
        let digest = Base64.encode(Digest.sha256(Array("{}".utf8)))
        let parameters =
            #"("@method" "@target-uri" "content-digest" "content-type");created=1700000000;"#
            + #"keyid="shop-1";alg="hmac-sha256";nonce="n1""#
        let base = """
            "@method": POST
            "@target-uri": https://localhost:8443/v1/payments
            "content-digest": sha-256=:\(digest):
            "content-type": application/json
            "@signature-params": \(parameters)
            """
        let signature = Base64.encode(HMAC.sha256(key: key.secret, Array(base.utf8)))
        #expect(
            lines == [
                "POST /v1/payments HTTP/1.1", "Host: localhost:8443", "Content-Type: application/json",
                "Content-Digest: sha-256=:\(digest):", "Signature-Input: kadock=\(parameters)",
                "Signature: kadock=:\(signature):", "Content-Length: 2", "", "{}",
            ])
    }

    @Test("an idempotency key is sent and covered")
    func idempotencyKey() {
        let post = SignedPost(to: ServiceAddress(host: "localhost", port: 443), path: "/v1/payers", key: key)
        let lines = head(post.request(body: [], nonce: "n", created: moment, idempotencyKey: "k-1"))
        #expect(lines.contains("Idempotency-Key: k-1"))
        #expect(lines.contains("Host: localhost"))
        #expect(lines.contains { $0.contains(#""content-type" "idempotency-key");created="#) })
    }

    @Test("no two requests of a stream bear one order number, and a seed decides their payers")
    func streams() {
        let payers = (0..<100).map { BenchPayer(id: "payer\($0)", merchantIndex: 0) }
        let traffic = ChargeTraffic(
            to: ServiceAddress(host: "localhost", port: 443), keys: [key], payers: payers, run: "R", seed: 7)
        var (first, second, again) = (traffic.stream(thread: 0), traffic.stream(thread: 1), traffic.stream(thread: 0))
        let bodies = (0..<20).map { _ in (head(first.next()).last, head(second.next()).last, head(again.next()).last) }
        #expect(Set(bodies.map(\.0)).union(bodies.map(\.1)).count == 40)
        #expect(bodies.allSatisfy { $0.0 == $0.2 })
    }

    @Test("an address is read from a base URL and nothing else")
    func address() {
        #expect(ServiceAddress(baseURL: "https://localhost:8443") == ServiceAddress(host: "localhost", port: 8_443))
        #expect(ServiceAddress(baseURL: "https://pay.example")?.port == 443)
        for text in ["http://localhost:1", "https://", "https://a/b", "https://a:0", "https://a:b", "https://a:1:2"] {
            #expect(ServiceAddress(baseURL: text) == nil)
        }
    }
}
