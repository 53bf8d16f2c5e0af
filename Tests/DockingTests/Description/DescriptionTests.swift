import Deductions
import JSON
import NginxFiles
import Testing
import Values

@testable import Docking

/// The description speaks of the gateway that is there: its endpoints, its refusals, its words.
struct DescriptionTests {
    let counter: Counter
    let description: APIDescription

    init() throws {
        counter = try Counter(desk: .complying)
        description = try APIDescription(counter)
    }

    @Test("OpenAPI 3.1, in JSON as we read it, for everybody")
    func form() throws {
        let response = counter.unsigned("GET", "/v1/openapi.json")
        #expect(response.status == 200 && response.header("content-type") == "application/json")
        #expect(response.header("signature") != nil)
        let version = try #require(response.json?["openapi"]?.text)
        #expect(version.hasPrefix("3.1."))
        #expect(description.document["info"]?["title"] != nil && !description.operations.isEmpty)
    }

    @Test("Every endpoint is described but those for operators and of epay, and nothing else")
    func endpoints() {
        let real = counter.gateway.router.endpoints.map(\.endpoint).filter {
            $0.access != .operators && $0.mediaType == .json
        }
        let described = description.operations
        #expect(Set(described.map(\.name)) == Set(real.map { "\($0.method) \($0.path.text)" }))
        #expect(described.count == real.count)
        for operation in described {
            let endpoint = real.first { $0.method == operation.method && $0.path.text == operation.path }
            let isOpen = operation.value["security"] == .array([])
            #expect(isOpen == (endpoint?.access != .merchants), "\(operation.name)")
            #expect((operation.requestBody != nil) == (operation.method == "POST"), "\(operation.name)")
        }
    }

    @Test("The places of a path are described, and what has a body has its digest")
    func parameters() {
        for operation in description.operations {
            let parameters = description.parameters(operation)
            func names(_ place: String) -> [String] {
                parameters.filter { $0["in"] == .string(place) }.compactMap { $0["name"]?.text }
            }
            let places = operation.path.split(separator: "/").filter { $0.first == "{" }
            #expect(names("path") == places.map { String($0.dropFirst().dropLast()) }, "\(operation.name)")
            #expect(names("header").contains("Content-Digest") == (operation.requestBody != nil), "\(operation.name)")
            #expect(Set(parameters.compactMap { $0["name"]?.text }).count == parameters.count, "\(operation.name)")
            let isNeeded = parameters.filter { $0["in"] != .string("query") }.allSatisfy {
                $0["required"] == .bool(true)
            }
            #expect(isNeeded, "\(operation.name)")
        }
    }

    @Test("References lead somewhere, and what is shared is referred to")
    func references() throws {
        let references = Set(description.texts(under: "$ref"))
        #expect(references.filter { description.checker.target($0) == nil } == [])
        for kind in try #require(description.document["components"]).members where kind.key != "securitySchemes" {
            let unused = kind.value.members.map { "#/components/\(kind.key)/\($0.key)" }.filter {
                !references.contains($0)
            }
            #expect(unused == [])
        }
        let schemes = try #require(description.document["components"]?["securitySchemes"])
        let wanted = try #require(description.document["security"]?.items.first)
        #expect(Set(wanted.members.map(\.key)) == Set(schemes.members.map(\.key)))
    }

    @Test("Every operation has a name of its own")
    func operationIDs() {
        let names = description.operations.compactMap { $0.value["operationId"]?.text }
        #expect(Set(names).count == description.operations.count)
    }

    @Test("Every schema is one that the checker understands")
    func schemas() {
        let probes: [JSONValue] = [.null, .integer(0), .string(""), .array([]), .object([])]
        let faults = description.schemas.flatMap { schema -> [String] in
            probes.flatMap { description.checker.faults($0, schema) }.filter {
                $0.contains("unknown keyword") || $0.contains("beyond this checker") || $0.contains("no schema")
            }
        }
        #expect(Set(faults) == [])
        #expect(description.schemas.count > 100)
    }

    @Test("Requests have no room for members that nobody knows")
    func closedRequests() {
        let bodies = description.operations.compactMap { $0.requestBody?["schema"] }
        #expect(bodies.count == 15)
        let open = bodies.flatMap(description.everything).filter {
            $0["properties"] != nil && $0["additionalProperties"] != .bool(false)
        }
        #expect(open == [])
    }

    @Test("The refusals of the catalogue, each under its status, and no others")
    func codes() throws {
        let types = try description.schema("Problem")["properties"]?["type"]?["enum"]?.texts ?? []
        #expect(types.sorted() == ErrorCode.allCases.map { "/problems/" + $0.rawValue }.sorted())
        let statuses = description.operations.flatMap { operation in
            (operation.value["responses"]?.members ?? []).filter { ["4", "5"].contains($0.key.prefix(1)) }
        }
        #expect(!statuses.isEmpty)
        for entry in statuses {
            let content = description.resolved(entry.value)["content"]?["application/problem+json"]
            let schema = try #require(content?["schema"])
            let narrow = schema["allOf"] ?? schema["oneOf"]?.items.first?["allOf"]
            let told = try #require(narrow?.items.last?["properties"])
            #expect(told["status"]?["const"] == Int64(entry.key).map(JSONValue.integer))
            let codes = ErrorCode.allCases.filter { String(ErrorCatalogue.entry($0).status) == entry.key }
            #expect(told["type"]?["enum"]?.texts.sorted() == codes.map { "/problems/" + $0.rawValue }.sorted())
        }
    }

    @Test("What the proxy refuses by itself")
    func proxy() throws {
        let file = try #require(NginxFiles.all.first { $0.name == "problems.conf" })
        let problems = try String(decoding: file.text, as: UTF8.self).split(separator: "'")
            .filter { $0.first == "{" }.map { try JSONReader.parse(Array($0.utf8)) }
        #expect(problems.count > 10)
        let ours = Set(ErrorCode.allCases.map { "/problems/" + $0.rawValue })
        for problem in problems {
            let name = ours.contains(problem["type"]?.text ?? "") ? "Problem" : "ProxyProblem"
            #expect(description.checker.faults(problem, try description.schema(name)) == [])
        }
        let types = Set(problems.compactMap { $0["type"]?.text }).subtracting(ours)
        let described = try description.schema("ProxyProblem")["properties"]?["type"]?["enum"]?.texts ?? []
        #expect(Set(described) == types)
    }

    @Test("States, modes and reasons are those that there are")
    func words() throws {
        #expect(try description.schema("PaymentState")["enum"]?.texts == PaymentState.allCases.map(\.rawValue))
        #expect(try description.schema("Mode")["enum"]?.texts == Mode.allCases.map(\.rawValue))
        #expect(try description.schema("DeclineCode")["enum"]?.texts == DeclineCode.allCases.map(\.rawValue))
        #expect(try description.schema("Amount")["maximum"] == .integer(Money.largestMinor))
    }
}
