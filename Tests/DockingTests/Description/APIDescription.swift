import JSON
import Testing

@testable import Docking

/// The description as the gateway hands it out, to ask it about calls and answers.
struct APIDescription {
    /// One method of one path.
    struct Operation {
        let method: String
        let path: String
        let value: JSONValue

        var name: String { "\(method) \(path)" }
        var requestBody: JSONValue? { value["requestBody"]?["content"]?["application/json"] }
        /// Requests that are well-formed.
        var examples: [JSONValue] { (requestBody?["examples"]?.members ?? []).compactMap { $0.value["value"] } }
    }

    let document: JSONValue
    let checker: SchemaChecker
    let operations: [Operation]

    init(_ counter: Counter) throws {
        document = try JSONReader.parse(counter.unsigned("GET", "/v1/openapi.json").body)
        checker = SchemaChecker(document: document)
        operations = (document["paths"]?.members ?? []).flatMap { path in
            path.value.members.map { method in
                Operation(method: method.key.uppercased(), path: path.key, value: method.value)
            }
        }
    }

    func schema(_ name: String) throws -> JSONValue { try #require(document["components"]?["schemas"]?[name]) }

    /// What stands there, or what it refers to.
    func resolved(_ value: JSONValue) -> JSONValue {
        value["$ref"]?.text.flatMap(checker.target) ?? value
    }

    func parameters(_ operation: Operation) -> [JSONValue] {
        (operation.value["parameters"]?.items ?? []).map(resolved)
    }

    func operation(of request: Request, _ gateway: Gateway) -> Operation? {
        guard case .endpoint(let endpoint, _) = gateway.router.match(request.method, request.path) else { return nil }
        return operations.first { $0.method == endpoint.method && $0.path == endpoint.path.text }
    }

    /// Where an answer is not as described.
    func faults(_ response: Response, to operation: Operation) -> [String] {
        guard let entry = operation.value["responses"]?[String(response.status)].map(resolved) else {
            return ["\(operation.name) does not answer \(response.status)"]
        }
        guard let type = response.header("content-type"), let schema = entry["content"]?[type]?["schema"] else {
            return ["\(operation.name) \(response.status) has another content type"]
        }
        guard let json = response.json else { return ["\(operation.name) \(response.status) is no JSON"] }
        return checker.faults(json, schema) + headerFaults(response, entry["headers"]?.members ?? [])
    }

    /// Fields that HTTP and every answer have are not described one by one.
    private func headerFaults(_ response: Response, _ described: [JSONMember]) -> [String] {
        let common: Set = ["content-type", "cache-control", "content-digest", "signature-input", "signature"]
        let names = Set(described.map { $0.key.lowercased() })
        let surplus = response.headers.map(\.name).filter { !common.contains($0) && !names.contains($0) }
        return surplus.map { "\($0) is not described" }
            + described.flatMap { member in
                let rule = resolved(member.value)
                guard let text = response.header(member.key.lowercased()) else {
                    return rule["required"] == .bool(true) ? ["\(member.key) is missing"] : []
                }
                return checker.faults(Self.plain(text, rule["schema"]), rule["schema"] ?? .null, at: member.key)
            }
    }

    /// A text of a header field or a query as the value that its schema speaks of.
    static func plain(_ text: String, _ schema: JSONValue?) -> JSONValue {
        guard schema?["type"] == .string("integer"), let number = Int64(text), String(number) == text else {
            return .string(text)
        }
        return .integer(number)
    }
}
