import JSON
import Testing

/// The checker sees what it is there to see.
struct SchemaCheckerTests {
    private func faults(_ value: String, _ schema: String) throws -> [String] {
        let document = #"{"defs":{"number":{"type":"integer"},"closed":{"properties":{"a":{}}}}}"#
        let checker = SchemaChecker(document: try JSONReader.parse(Array(document.utf8)))
        return checker.faults(try JSONReader.parse(Array(value.utf8)), try JSONReader.parse(Array(schema.utf8)))
    }

    @Test(
        "A value that keeps a schema, and one that does not",
        arguments: [
            (#"{"type":"integer"}"#, "1", "1.5"), (#"{"type":["string","null"]}"#, "null", "{}"),
            (#"{"type":"boolean"}"#, "true", "1"), (#"{"type":"array","maxItems":1}"#, "[1]", "[1,2]"),
            (#"{"enum":["a",null]}"#, #""a""#, #""b""#), (#"{"const":201}"#, "201", "200"),
            (#"{"minimum":1}"#, "1", "0"), (#"{"maximum":5}"#, "5", "6"),
            (#"{"minLength":1}"#, #""a""#, #""""#), (#"{"maxLength":1}"#, #""é""#, #""ab""#),
            (#"{"pattern":"^[^\\u0000-\\u001f]$"}"#, #""é""#, #""\n""#), (#"{"pattern":"b"}"#, #""abc""#, #""ac""#),
            (#"{"format":"date-time"}"#, #""2026-01-01T00:00:00Z""#, #""2026-01-01""#),
            (#"{"format":"uri"}"#, #""https://a.example""#, #""a.example""#),
            (#"{"anyOf":[{"format":"ipv4"},{"format":"ipv6"}]}"#, #""::1""#, #""::1::""#),
            (#"{"required":["a"]}"#, #"{"a":1}"#, "{}"), (#"{"items":{"type":"integer"}}"#, "[1]", #"[1,"2"]"#),
            (#"{"properties":{"a":{"type":"integer"}}}"#, #"{"a":1}"#, #"{"a":"1"}"#),
            (#"{"properties":{"a":{}}}"#, "{}", #"{"b":1}"#),
            (#"{"properties":{},"additionalProperties":false}"#, "{}", #"{"b":1}"#),
            (#"{"properties":{"a":{"type":"null"}},"additionalProperties":true}"#, #"{"b":1}"#, #"{"a":1}"#),
            (##"{"oneOf":[{"type":"null"},{"$ref":"#/defs/number"}]}"##, "1", #""1""#),
            (#"{"oneOf":[{"minimum":0},{"maximum":5}]}"#, "6", "3"),
            (##"{"allOf":[{"$ref":"#/defs/number"},{"minimum":3}]}"##, "3", "2"),
            (##"{"allOf":[{"$ref":"#/defs/closed"},{"properties":{"b":{}}}]}"##, #"{"a":1}"#, #"{"b":1}"#),
            (##"{"$ref":"#/defs/number","description":"x"}"##, "1", "null"),
        ] as [(String, String, String)])
    func keywords(schema: String, good: String, bad: String) throws {
        #expect(try faults(good, schema) == [])
        #expect(try !faults(bad, schema).isEmpty)
    }

    @Test(
        "What it does not know it does not pass",
        arguments: [
            #"{"multipleOf":1}"#, #"{"format":"e-mail"}"#, ##"{"$ref":"#/defs/none"}"##, #"{"$ref":"other.json"}"#,
            #"{"patternProperties":{}}"#, #"{"minimum":"1"}"#, #"{"type":"text"}"#, #"{"pattern":"["}"#, "true",
        ])
    func unknown(schema: String) throws {
        #expect(try !faults(#""a""#, schema).isEmpty)
    }
}
