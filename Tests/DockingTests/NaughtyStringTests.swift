import JSON
import Testing

@testable import Docking

/// Text that programs stumble over, in every field that takes text: a clear answer each time, and what is accepted
/// comes back byte by byte.
struct NaughtyStringTests {
    static let strings = [
        "", " ", "  ", "\t", "\n", "\r\n", "\u{0}", "a\u{0}b", "\u{1B}[31mred", "\u{7F}", "\u{85}", "\u{A0}",
        "\u{200B}",
        "\u{200E}\u{202E}txt.exe", "\u{2028}\u{2029}", "\u{FEFF}bom", "\u{FFFD}", "\u{FFFE}", "\u{10FFFF}", "null",
        "undefined", "NaN", "-0", "1e1000", "true", "0x0", "１２３", "é", "e\u{301}", "Å", "\u{212B}", "ﬀ", "ǰ", "ß", "İ",
        "ㄱ가각", "👩‍👩‍👧‍👦", "🇨🇳", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", "؀؁؂", "مرحبا", "'", "\"", "\\", "`", "' OR '1'='1", "1; DROP TABLE payment",
        "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+1", "@SUM(1)", "${jndi:ldap://x}", "{{7*7}}", "%s%n%x",
        "%00", "%0d%0aSet-Cookie: a=b", "../../etc/passwd", "file:///etc/passwd", "javascript:alert(1)", "CON",
        "a=1&b=2",
        "key\":\"injected", "{\"$gt\":0}", "__proto__", "constructor",
        String(repeating: "x", count: 10_000), String(repeating: "😀", count: 300),
    ]

    /// A body with a place for the text, by the field that it goes to.
    private static let payments: [(field: String, body: @Sendable (String) -> JSONValue)] = [
        ("out_trade_no", { payment(["out_trade_no": .string($0)]) }), ("payer", { payment(["payer": .string($0)]) }),
        ("currency", { payment(["currency": .string($0)]) }), ("mode", { payment(["mode": .string($0)]) }),
        ("subject", { payment(["subject": .string($0)]) }), ("scenario", { payment(["scenario": .string($0)]) }),
        ("notify_url", { payment(["notify_url": .string($0)]) }),
        ("return_url", { payment(["return_url": .string($0)]) }),
        ("capture_by", { payment(["capture_by": .string($0)]) }), ("amount", { payment(["amount": .string($0)]) }),
        ("client", { payment(["client": .object([JSONMember(key: "device_id", value: .string($0))])]) }),
        ("client", { payment(["client": .object([JSONMember(key: $0, value: .string("x"))])]) }),
        ("metadata", { payment(["metadata": .object([JSONMember(key: "k", value: .string($0))])]) }),
        ("metadata", { payment(["metadata": .object([JSONMember(key: $0, value: .string("v"))])]) }),
    ]

    private static func payment(_ changes: [String: JSONValue]) -> JSONValue {
        let plain: [(String, JSONValue)] = [
            ("out_trade_no", .string("T1")), ("amount", .integer(1)), ("currency", .string("CNY")),
            ("subject", .string("s")),
        ]
        var members = plain.filter { changes[$0.0] == nil }.map { JSONMember(key: $0.0, value: $0.1) }
        members += changes.map { JSONMember(key: $0.key, value: $0.value) }
        return .object(members)
    }

    private func text(_ value: JSONValue) -> String {
        var writer = JSONWriter(capacity: 256)
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("I1t N5 naughty strings in every field of a payment", arguments: strings)
    func payments(string: String) throws {
        let counter = try Counter()
        for (field, body) in Self.payments {
            let response = try counter.call("POST", "/v1/payments", text(body(string)))
            let json = try #require(response.json, "\(field)")
            if response.status == 201 {
                // JSONValue compares bytes.
                if ["out_trade_no", "subject", "scenario"].contains(field) { #expect(json[field] == .string(string)) }
                if field == "metadata" { #expect(json[field] == body(string)["metadata"]) }
            } else {
                #expect(response.status == 422, "\(field)")
                #expect(["invalid-request", "unknown-payer"].contains(response.code))
            }
        }
        let unknown = payment([string.isEmpty ? "x" : string: .null])
        #expect(try counter.call("POST", "/v1/payments", text(unknown)).status == 422)
    }

    private func payment(_ changes: [String: JSONValue]) -> JSONValue { Self.payment(changes) }

    @Test("I1t naughty strings in the fields of refunds and payers", arguments: strings)
    func others(string: String) throws {
        let counter = try Counter()
        let refund = "/v1/payments/0000000000011/refunds"
        let bodies: [(String, [JSONMember])] = [
            (refund, [JSONMember(key: "out_refund_no", value: .string(string))]),
            (
                refund,
                [
                    JSONMember(key: "out_refund_no", value: .string("R")),
                    JSONMember(key: "reason", value: .string(string)),
                ]
            ),
            (
                "/v1/payers",
                [
                    JSONMember(key: "login", value: .string("l")), JSONMember(key: "pin", value: .string(string)),
                    JSONMember(key: "currency", value: .string("CNY")),
                ]
            ),
            (
                "/v1/payers/0000000000011/topups",
                [
                    JSONMember(key: "amount", value: .integer(1)),
                    JSONMember(key: "currency", value: .string(string)),
                ]
            ),
        ]
        for (path, members) in bodies {
            let response = try counter.call("POST", path, text(.object(members)), key: "k")
            // What gets through is not known to the desk behind this counter.
            #expect([404, 422].contains(response.status) && response.json != nil)
        }
    }

    @Test("I1t naughty strings in paths and queries", arguments: strings)
    func targets(string: String) throws {
        let counter = try Counter()
        let encoded = String(decoding: Query.encoded(Array(string.utf8)), as: UTF8.self)
        for target in ["/v1/payments/\(encoded)", "/v1/payers/\(encoded)"] where !encoded.isEmpty {
            #expect(try counter.call("GET", target).status == 404)
        }
        for name in ["state", "mode", "from", "to", "limit", "cursor", "out_trade_no", encoded] {
            let status = try counter.call("GET", "/v1/payments?\(name)=\(encoded)").status
            #expect(status == (name == "out_trade_no" && (1...128).contains(string.utf8.count) ? 200 : 422), "\(name)")
        }
    }
}
