import HTTPClient
import JSON
import OpenSSL
import Testing
import Values

@testable import Docking

@Suite("What webhooks are made of")
struct WebhookPartsTests {
    @Test("Sixteen tries within a day, after pauses that grow")
    func schedule() {
        let pauses = (1..<WebhookSchedule.maximumTries).compactMap { number in
            WebhookSchedule.pause(afterTry: number, shortening: 0)
        }
        #expect(pauses.count == 15 && WebhookSchedule.pause(afterTry: 16, shortening: 0) == nil)
        #expect(pauses.prefix(3) == [10_000_000, 20_000_000, 40_000_000])
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
        // With ten seconds for each try.
        #expect(pauses.reduce(0, +) + 16 * 10_000_000 <= 86_400_000_000)
        #expect(WebhookSchedule.pause(afterTry: 1, shortening: 100) == 9_000_000)
        #expect(WebhookSchedule.pause(afterTry: 15, shortening: 50) == 13_680_000_000)
    }

    @Test("The signature covers method, target, content and type, as it stands in RFC 9421")
    func signature() throws {
        let key = try PrivateKey.generateEd25519()
        let event = Identifier(0x1000_0000_0000_0001)
        let headers = try #require(
            WebhookSigner(PlatformSigner(key: key, keyID: "platform")).headers(
                url: "https://shop.example/n?a=b", body: Array("{}".utf8), event: event, created: 1_700_000_000))
        let fields = Dictionary(headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        let input = try #require(fields["signature-input"])
        #expect(
            input == #"kadock=("@method" "@target-uri" "content-digest" "content-type");created=1700000000"#
                + #";keyid="platform";nonce="\#(event.text)";alg="ed25519";tag="kadock-webhook""#)
        #expect(fields["content-type"] == "application/json")
        #expect(fields["content-digest"] == "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:")
        let base = """
            "@method": POST
            "@target-uri": https://shop.example/n?a=b
            "content-digest": sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:
            "content-type": application/json
            "@signature-params": \(input.dropFirst("kadock=".count))
            """
        let found = try #require(MessageSignature.all(input: input, signature: fields["signature"] ?? "")?.first)
        #expect(key.publicKey.verifies(found.signature, Array(base.utf8)))
    }

    @Test(
        "What is signed is what is sent: never a fragment, always a path",
        arguments: [
            ("https://a.example", "https://a.example/"), ("https://a.example?x=/y", "https://a.example/?x=/y"),
            ("https://a.example/n#top", "https://a.example/n"),
            ("https://a.example:8443/n", "https://a.example:8443/n"),
            ("https://a.example#x", "https://a.example/"), ("http://[::1]:8080/n", "http://[::1]:8080/n"),
        ])
    func target(url: String, target: String) {
        #expect(WebhookRequest(url: url, body: []).target == target)
    }

    @Test(
        "M1 an address that is to be called leads to the open Internet",
        arguments: [
            ("https://shop.example.com/n", true), ("http://shop.example.com/n", false),
            ("https://127.0.0.1/n", false), ("https://169.254.169.254/latest", false), ("https://127.1/", false),
            ("https://localhost/n", false), ("https://[::ffff:127.0.0.1]/", false), ("https://[fd00::1]/", false),
            ("https://db.internal/", false), ("https://shop.example.com:3306/", false),
            ("https://shop.example.com/n\"", false),
        ])
    func addresses(url: String, isGood: Bool) {
        let rule = FieldRule.calledAddress(.outgoing(allowsCleartext: false, addresses: .publicOnly))
        if case .value = rule.read(.string(url)) { #expect(isGood) } else { #expect(!isGood) }
    }
}
