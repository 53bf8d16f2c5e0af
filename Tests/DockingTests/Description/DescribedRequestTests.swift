import JSON
import Testing

@testable import Docking

/// What the description takes for a good request, the gateway takes, and nothing else.
struct DescribedRequestTests {
    let counter: Counter
    let description: APIDescription

    init() throws {
        counter = try Counter(desk: .complying)
        description = try APIDescription(counter)
    }

    private var posts: [APIDescription.Operation] { description.operations.filter { $0.requestBody != nil } }

    private func call(
        _ operation: APIDescription.Operation, _ body: JSONValue, key: String? = "k"
    ) throws -> Response {
        let path = operation.path.replacing("{id}", with: "0000000000009")
        var writer = JSONWriter(capacity: 256)
        writer.value(body)
        let needsKey = description.parameters(operation).contains { $0["name"] == .string("Idempotency-Key") }
        return try counter.call(
            operation.method, path, String(decoding: writer.bytes, as: UTF8.self), key: needsKey ? key : nil)
    }

    @Test("The examples are accepted, and show every member")
    func examples() throws {
        for operation in posts {
            #expect(!operation.examples.isEmpty)
            for example in operation.examples { #expect(try call(operation, example).status < 300, "\(example)") }
            let schema = description.resolved(operation.requestBody?["schema"] ?? .null)
            let shown = Set(operation.examples.flatMap(\.members).map(\.key))
            #expect(shown == Set(schema["properties"]?.members.map(\.key) ?? []), "\(operation.name)")
        }
    }

    @Test("Spoiled in any member, description and gateway say the same of it")
    func spoiledBodies() throws {
        let long = String(repeating: "x", count: 2000)
        let values: [JSONValue?] = [
            nil, .null, .bool(true), .integer(0), .integer(-1), .integer(1), .integer(2_592_001),
            .integer(1_000_000_000_001), .decimal("1.5"), .string(""), .string("x"), .string("a\u{85}b"),
            .string(long), .string("https://a.example/" + long), .string("batch"), .string("auto"), .array([]),
            .object([]),
        ]
        for operation in posts {
            let schema = try #require(operation.requestBody?["schema"])
            let whole = try #require(operation.examples.max { $0.members.count < $1.members.count })
            for key in whole.members.map(\.key) + ["unheard_of"] {
                for value in values {
                    let body = whole.setting(key, to: value)
                    let words = value.map { "\($0)" } ?? "left out"
                    let isDescribed = description.checker.faults(body, schema).isEmpty
                    let response = try call(operation, body)
                    #expect(isDescribed == (response.status < 300), "\(operation.name) \(key): \(words)")
                }
            }
        }
    }

    @Test("Spoiled inside of the client's device")
    func spoiledClients() throws {
        let operation = try #require(posts.first { $0.path == "/v1/payments" })
        let schema = try #require(operation.requestBody?["schema"])
        let whole = try #require(operation.examples.max { $0.members.count < $1.members.count })
        let client = try #require(whole["client"])
        let values: [JSONValue?] = [
            nil, .null, .string(""), .string("1.2.3.4"), .string("1.2.3"), .string(String(repeating: "x", count: 129)),
            .integer(1),
        ]
        for key in client.members.map(\.key) + ["unheard_of"] {
            for value in values {
                let body = whole.setting("client", to: client.setting(key, to: value))
                let words = value.map { "\($0)" } ?? "left out"
                let isDescribed = description.checker.faults(body, schema).isEmpty
                #expect(try isDescribed == (call(operation, body).status < 300), "\(key): \(words)")
            }
        }
    }

    @Test("A thousand payments at once, not one more")
    func bulk() throws {
        let operation = try #require(posts.first { $0.path == "/v1/payments/bulk" })
        let schema = try #require(operation.requestBody?["schema"])
        let payment = try #require(operation.examples.first?["payments"]?.items.first)
        for count in [0, 1000, 1001] {
            let body = operation.examples[0].setting("payments", to: .array(Array(repeating: payment, count: count)))
            #expect(description.checker.faults(body, schema).isEmpty == (count <= 1000))
            #expect(try call(operation, body).status == (count <= 1000 ? 200 : 422))
        }
    }

    @Test("Keys are asked for where they are described, and are what they are described as")
    func keys() throws {
        for operation in posts {
            let body = try #require(operation.examples.first)
            let rule = description.parameters(operation).first { $0["name"] == .string("Idempotency-Key") }
            #expect((try call(operation, body, key: nil).code == "idempotency-key-required") == (rule != nil))
            guard let schema = rule?["schema"] else { continue }
            for key in [
                "k", "", "a b", "é", "!~", String(repeating: "k", count: 255), String(repeating: "k", count: 256),
            ] {
                let isDescribed = description.checker.faults(.string(key), schema).isEmpty
                #expect(try isDescribed == (call(operation, body, key: key).status < 300), "\(key)")
            }
        }
    }

    @Test("Queries")
    func queries() throws {
        let values = [
            "", "x", "0", "1", "100", "101", "1e1", "captured", "paid", "realtime", "hybrid", "auto",
            "2026-01-01T00:00:00Z", "2026-01-01", "14d2pf2dbsqqg", "94d2pf2dbsqqg", "14D2PF2DBSQQG",
            String(repeating: "x", count: 129),
        ]
        for operation in description.operations {
            for rule in description.parameters(operation) where rule["in"] == .string("query") {
                let name = try #require(rule["name"]?.text)
                let schema = try #require(rule["schema"])
                for value in values {
                    let json = APIDescription.plain(value, description.resolved(schema))
                    let isDescribed = description.checker.faults(json, schema).isEmpty
                    let response = try counter.call(operation.method, "\(operation.path)?\(name)=\(value)")
                    #expect(isDescribed == (response.status == 200), "\(operation.name) \(name): \(value)")
                }
            }
        }
        #expect(try counter.call("GET", "/v1/payments?unheard_of=1").code == "invalid-request")
    }

    @Test("Nought is no identifier", arguments: ["0000000000000", "0000000000001", "7zzzzzzzzzzzz", "8000000000000"])
    func identifiers(text: String) throws {
        let isDescribed = description.checker.faults(.string(text), try description.schema("Identifier")).isEmpty
        #expect(try isDescribed == (counter.call("GET", "/v1/payments?cursor=\(text)").status == 200))
    }
}
