import JSON
import Testing

@testable import Docking

@Suite("The API's readable page")
struct DescriptionPageTests {
    private let counter: Counter

    init() throws { counter = try Counter() }

    @Test("It shows every operation and every object, and all its links lead somewhere")
    func whole() throws {
        let response = counter.unsigned("GET", "/v1/openapi")
        #expect(response.status == 200)
        #expect(response.header("content-type") == "text/html; charset=utf-8")
        #expect(response.header("content-security-policy")?.contains("default-src 'none'") == true)
        let html = String(decoding: response.body, as: UTF8.self)
        let anchors = Set(html.matches(of: /id="([^"]+)"/).map { String($0.1) })
        let links = Set(html.matches(of: /href="#([^"]+)"/).map { String($0.1) })
        #expect(links.subtracting(anchors) == [])
        let document = try JSONReader.parse(counter.unsigned("GET", "/v1/openapi.json").body)
        guard case .object(let paths)? = document["paths"],
            case .object(let schemas)? = document["components"]?["schemas"]
        else { throw SignatureFailure.invalid("no description") }
        for path in paths {
            guard case .object(let operations) = path.value else { continue }
            for operation in operations {
                #expect(anchors.contains(operation.value["operationId"]?.text ?? "-"))
                #expect(html.contains(path.key))
            }
        }
        for schema in schemas { #expect(anchors.contains(schema.key)) }
        #expect(!html.contains("{{") && !html.contains("$ref"))
    }
}
