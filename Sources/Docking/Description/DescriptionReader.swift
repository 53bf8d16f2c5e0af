import JSON
import OpenAPI

/// Reads the API's description for the page that shows it.
struct DescriptionReader {
    private let root: JSONValue
    private let words: SchemaWords

    /// The one that is compiled in.
    static let document: DescriptionReader = {
        guard let root = try? JSONReader.parse(OpenAPI.document) else {
            preconditionFailure("the API's description is not JSON")
        }
        return DescriptionReader(root)
    }()

    init(_ root: JSONValue) {
        self.root = root
        words = SchemaWords(root)
    }

    /// What the template shows.
    var page: [String: PageValue] {
        [
            "title": .text(root["info"]?["title"]?.text ?? ""), "about": prose(root["info"]?["description"]),
            "summary": .text(root["info"]?["summary"]?.text ?? ""),
            "schemes": .list(
                members(root["components"]?["securitySchemes"]).map { scheme in
                    ["name": .text(scheme.key), "about": prose(scheme.value["description"])]
                }),
            "tags": .list(root["tags"]?.elements.map(tag) ?? []),
            "schemas": .list(members(root["components"]?["schemas"]).map(schema)),
        ]
    }

    private func tag(_ tag: JSONValue) -> [String: PageValue] {
        let name = tag["name"]?.text ?? ""
        var operations: [[String: PageValue]] = []
        for path in members(root["paths"]) {
            for operation in members(path.value) where operation.value["tags"]?.elements.first?.text == name {
                operations.append(self.operation(path.key, operation.key, operation.value))
            }
        }
        return ["name": .text(name), "about": prose(tag["description"]), "operations": .list(operations)]
    }

    private func operation(_ path: String, _ method: String, _ operation: JSONValue) -> [String: PageValue] {
        let parameters = (operation["parameters"]?.elements ?? []).map { parameter(words.resolved($0)) }
        var values: [String: PageValue] = [
            "id": .text(operation["operationId"]?.text ?? ""), "method": .text(method.uppercased()),
            "path": .text(path), "summary": .text(operation["summary"]?.text ?? ""),
            "about": prose(operation["description"]), "has_parameters": .flag(!parameters.isEmpty),
            "parameters": .list(parameters),
            "answers": .list(members(operation["responses"]).map { answer($0.key, words.resolved($0.value)) }),
        ]
        if let schema = body(of: operation["requestBody"]) { values["body"] = .group(words.type(schema)) }
        return values
    }

    private func parameter(_ parameter: JSONValue) -> [String: PageValue] {
        [
            "name": .text(parameter["name"]?.text ?? ""), "place": .text(parameter["in"]?.text ?? ""),
            "required": .flag(parameter["required"] == .bool(true)), "about": prose(parameter["description"]),
            "type": .group(words.type(parameter["schema"] ?? .null)),
        ]
    }

    private func answer(_ status: String, _ answer: JSONValue) -> [String: PageValue] {
        var values: [String: PageValue] = ["status": .text(status), "about": prose(answer["description"])]
        if let schema = body(of: answer) { values["body"] = .group(words.type(schema)) }
        return values
    }

    /// The schema of what is sent, whatever its media type: each has one.
    private func body(of message: JSONValue?) -> JSONValue? {
        message.flatMap { members(words.resolved($0)["content"]).first?.value["schema"] }
    }

    private func schema(_ schema: JSONMember) -> [String: PageValue] {
        let required = schema.value["required"]?.elements.compactMap(\.text) ?? []
        let fields = members(schema.value["properties"]).map { field -> [String: PageValue] in
            [
                "name": .text(field.key), "required": .flag(required.contains(field.key)),
                "about": prose(field.value["description"]), "type": .group(words.type(field.value)),
            ]
        }
        return [
            "name": .text(schema.key), "about": prose(schema.value["description"]),
            "type": .group(words.type(schema.value)), "has_fields": .flag(!fields.isEmpty), "fields": .list(fields),
        ]
    }

    private func members(_ value: JSONValue?) -> [JSONMember] {
        guard case .object(let members)? = value else { return [] }
        return members
    }

    /// Paragraphs of text and code. Of Markdown the description uses backticks and stars.
    private func prose(_ value: JSONValue?) -> PageValue {
        let paragraphs = (value?.text ?? "").replacing("**", with: "").split(separator: "\n\n")
        return .list(
            paragraphs.map { paragraph in
                let parts = paragraph.split(separator: "`", omittingEmptySubsequences: false)
                return [
                    "parts": .list(
                        parts.enumerated().map { ["text": .text(String($1)), "code": .flag($0 % 2 == 1)] })
                ]
            })
    }
}
