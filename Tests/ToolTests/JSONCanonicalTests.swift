import JSON
import Testing

/// RFC 8785, with its own examples where they have no fractions.
@Suite struct JSONCanonicalTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try CanonicalJSON.encode(try JSONReader.parse(Array(text.utf8))), as: UTF8.self)
    }

    @Test("RFC 8785 §3.2.2: strings and literals")
    func writesPrimitives() throws {
        let text = #"{ "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }"#
        #expect(try canonical(text) == #"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    }

    @Test("RFC 8785 §3.2.3: members in the order of UTF-16 code units")
    func sortsMembers() throws {
        let text = #"""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
             "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O"}
            """#
        let expected =
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\","
            + "\"\u{F6}\":\"Latin Small Letter O\",\"\u{20AC}\":\"Euro Sign\","
            + "\"\u{1F600}\":\"Emoji: Grinning Face\",\"\u{FB33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        #expect(try canonical(text) == expected)
    }

    @Test("Nested members are sorted too, arrays are not, and white space goes")
    func sortsDeeply() throws {
        #expect(
            try canonical(#" { "b" : [ 3, 1, { "z":1 , "y":{} } ] , "" : "x", "a\u0000":1, "a":2 } "#)
                == #"{"":"x","a":2,"a\u0000":1,"b":[3,1,{"y":{},"z":1}]}"#)
    }

    @Test("Control characters in their shortest form")
    func escapes() throws {
        #expect(
            try canonical(#""\u0008\u0009\u000a\u000b\u000C\u000d\u001f\u007f\/""#)
                == "\"\\b\\t\\n\\u000b\\f\\r\\u001f\u{7F}/\"")
    }

    @Test(
        "RFC 8785 appendix B: integers up to 2^53",
        arguments: [
            "0", "-1", "9007199254740991", "9007199254740992", "-9007199254740992",
        ])
    func writesIntegers(_ text: String) throws {
        #expect(try canonical(text) == text)
    }

    @Test(
        "Numbers on which implementations differ have no canonical form",
        arguments: [
            "9007199254740993", "-9007199254740993", "9223372036854775807", "1.0", "1e2", "-0", "[0.1]",
            #"{"a":1e400}"#,
        ])
    func refusesNumbers(_ text: String) {
        #expect(throws: JSONFailure.self) { try canonical(text) }
    }

    @Test("A name that appears twice has no canonical form")
    func refusesDuplicates() {
        let member = JSONMember(key: "a", value: .null)
        #expect(throws: JSONFailure.self) { try CanonicalJSON.encode(.object([member, member])) }
    }
}
