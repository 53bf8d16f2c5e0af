import JSON
import Testing

/// What goes beyond the grammar, and what the values are.
@Suite struct JSONStrictnessTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONReader.parse(Array(text.utf8)) }

    @Test(
        "I2t a name twice is refused, however it is written",
        arguments: [
            #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":1}"#, #"{"x":{"a":1,"b":2,"a":3}}"#, #"{"":1,"":1}"#,
            #"{"\u0000":1,"\u0000":1}"#, #"{"/":1,"\/":1}"#,
        ])
    func refusesDuplicates(_ text: String) {
        let failure = #expect(throws: JSONFailure.self) { try parse(text) }
        #expect(failure?.reason == "a name appears twice")
    }

    @Test("I2t names with different bytes are different, canonical equivalents too")
    func keepsEquivalents() throws {
        let value = try parse("{\"\u{E9}\":1,\"e\u{301}\":2,\"\u{212A}\":3,\"K\":4}")
        #expect(value["\u{E9}"] == .integer(1))
        #expect(value["e\u{301}"] == .integer(2))
        #expect(value["K"] == .integer(4))
    }

    @Test("I2t duplicates are found in large objects, and large objects are read", arguments: [63, 64, 65, 66, 5_000])
    func findsDuplicatesInLargeObjects(_ count: Int) throws {
        let members = (0..<count).map { "\"k\($0)\":\($0)" }
        let whole = try parse("{" + members.joined(separator: ",") + "}")
        #expect(whole["k\(count - 1)"] == .integer(Int64(count - 1)))
        for twice in [0, count / 2, count - 1] {
            #expect(throws: JSONFailure.self) {
                try parse("{" + (members + ["\"k\(twice)\":0"]).joined(separator: ",") + "}")
            }
        }
    }

    @Test("I2t depth 32 is read, depth 33 is not")
    func limitsDepth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[{\"a\":", count: depth / 2) + (depth % 2 == 1 ? "[]" : "1")
                + String(repeating: "}]", count: depth / 2)
        }
        _ = try parse(nested(32))
        let failure = #expect(throws: JSONFailure.self) { try parse(nested(33)) }
        #expect(failure?.reason == "nested too deep")
    }

    @Test(
        "I2t J1 only a plain integer of 64 bits is an integer",
        arguments: [
            ("0", JSONValue.integer(0)), ("-1", .integer(-1)), ("9007199254740993", .integer(9_007_199_254_740_993)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .decimal("9223372036854775808")),
            ("-9223372036854775809", .decimal("-9223372036854775809")),
            ("1.0", .decimal("1.0")), ("1e2", .decimal("1e2")), ("-0", .decimal("-0")), ("0.0", .decimal("0.0")),
            ("1E400", .decimal("1E400")), ("1.005", .decimal("1.005")),
        ])
    func readsNumbers(_ text: String, _ value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test("Text is unescaped")
    func unescapes() throws {
        #expect(try parse(#""a\"\\\/\b\f\n\r\tz""#) == .string("a\"\\/\u{8}\u{C}\n\r\tz"))
        #expect(try parse(#""\u20AC\uD834\udd1e\u0000""#) == .string("€𝄞\u{0}"))
        #expect(try parse("\"点卡\\n€\"") == .string("点卡\n€"))
    }

    @Test("A failure says where")
    func saysWhere() {
        let cases = [("[1,]", 3), ("{} x", 3), (#"{"a":1,"a":2}"#, 10), ("[\"\u{1}\"]", 2), ("", 0), ("[1", 2)]
        for (text, offset) in cases {
            let failure = #expect(throws: JSONFailure.self) { try parse(text) }
            #expect(failure?.offset == offset)
        }
    }

    @Test("Values are equal if their bytes are")
    func comparesBytes() {
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
        #expect(JSONValue.array([.null, .bool(true)]) == .array([.null, .bool(true)]))
        #expect(JSONValue.array([.null]) != .object([]))
        #expect(JSONValue.integer(1) != .decimal("1.0"))
        let member = JSONMember(key: "a", value: .null)
        #expect(JSONValue.object([member]) == .object([member]))
        #expect(JSONValue.object([member])["b"] == nil && JSONValue.null["a"] == nil)
    }
}
