import JSON
import Testing

/// The grammar of RFC 8259 case by case, in the manner of JSONTestSuite: what every reader must accept, what every
/// reader must refuse, and what the RFC leaves open, where the decision is frozen here.
@Suite struct JSONGrammarTests {
    @Test("I1t what RFC 8259 allows is accepted", arguments: accepted)
    func accepts(_ text: String) throws {
        _ = try JSONReader.parse(Array(text.utf8))
    }

    @Test("I1t what RFC 8259 forbids is refused", arguments: refused)
    func refuses(_ text: String) {
        #expect(throws: JSONFailure.self) { try JSONReader.parse(Array(text.utf8)) }
    }

    @Test("I1t bytes that are no text are refused", arguments: refusedBytes)
    func refusesBytes(_ bytes: [UInt8]) {
        #expect(throws: JSONFailure.self) { try JSONReader.parse(bytes) }
    }

    @Test("I1t numbers that the RFC leaves open are kept as written", arguments: openNumbers)
    func keepsOpenNumbers(_ text: String) throws {
        #expect(try JSONReader.parse(Array(text.utf8)) == .decimal(text))
    }

    @Test("I1t no change of a byte makes the reader trap")
    func survivesMutations() {
        var random = SeededRandom(seed: 7)
        let start = Array(#"{"a":[1,-2.5e3,"\ud83d\ude00\n",{"b":null,"é":true}],"c":"x","d":{}}"#.utf8)
        var refusals = 0
        for _ in 0..<20_000 {
            var bytes = start
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if (try? JSONReader.parse(bytes)) == nil { refusals += 1 }
        }
        #expect(refusals > 10_000 && refusals < 20_000)
    }

    private static let accepted = [
        // Structures.
        "[]", "{}", "[[]   ]", "[[]]", #"[""]"#, "[1\n]", " [1] ", "[null, 1, \"1\", {}]", "\t\r\n{ }\n",
        #"{"":0}"#, #"{"a":[]}"#, #"{"a":"b","a ":"b"}"#, #"{"a":"b","A":"b"}"#, "{\n\"a\": \"b\"\n}",
        #"{"foo\u0000bar": 42}"#, #"{"a":{"a":{"a":1}}}"#,
        // Any value may stand alone.
        "null", "true", "false", "42", "-1", #""""#, #""asd""#, "0.1",
        // Numbers.
        "[0]", "[-0]", "[-0.0]", "[123]", "[-123]", "[123.456789]", "[0e1]", "[0e+1]", "[1E22]", "[1E-2]", "[1E+2]",
        "[123e45]", "[123.456e78]", "[1e-2]", "[20e1]", "[ 4]", "[-0e-0]", "[1000000000000000000000000000000]",
        // Strings.
        #"["\u0060\u012a\u12AB"]"#, #"["\uD801\udc37"]"#, #"["\ud83d\ude39\ud83d\udc8d"]"#,
        #"["\"\\\/\b\f\n\r\t"]"#, #"["\\u0000"]"#, #"["\""]"#, #"["a/*b*/c/*d//e"]"#, #"["\u0000"]"#,
        #"["\u0012"]"#, #"["\uFFFF"]"#, #"["\uFDD0"]"#, #"["\uDBFF\uDFFE"]"#, #"["new\u000Aline"]"#,
        "[\"\u{7F}\"]", "[\"\u{2028}\u{2029}\"]", "[\"\u{10FFFF}\"]", "[\"\u{FEFF}\"]", "[\"€𝄞\"]",
        #"["\u0061\u30af\u30EA\u30b9"]"#, #"["\u005C\u0022"]"#,
    ]

    private static let refused = [
        // Nothing, or not all.
        "", " ", "[", "{", "]", "}", "[1", "[1,", #"["a"#, #"["a","#, #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#,
        #"["\"#, #"["\u"#, #"["\u0"#, #"["\ud800\u"#, #"""#, "tru", "nul", "fals", "n", "-",
        // Commas and colons.
        "[1,]", "[,1]", "[1,,2]", "[,]", "[1 2]", "[1:2]", "{,}", #"{"a":1,}"#, #"{"a":1,,"b":2}"#, #"{"a" "b"}"#,
        #"{"a"::1}"#, #"{"a",1}"#, #"{:1}"#, #"{"a"}"#, #"{"a":}"#, "[\"a\"\"b\"]",
        // Names.
        "{a:1}", "{1:1}", "{'a':1}", "{null:1}", "{[]:1}",
        // Mismatched, or more than one value.
        "[}", "{]", "[1}", #"{"a":1]"#, "[]]", "{}}", "[] []", "1 2", "[]x", "{}/**/", "[1]//", "# x\n1", "{}#",
        // Words.
        "True", "NULL", "nan", "NaN", "Infinity", "-Infinity", "truth", "nulls", "undefined", "[a]", "[tRue]",
        // Numbers.
        "01", "-01", "00", "+1", ".5", "-.5", "1.", "1.e1", "1e", "1e+", "1e-", "1E", "1eE2", "1e1.5", "0x10", "--1",
        "-+1", "1_000", "1,000", "- 1", "1 000", "1a", "0e", "1.2.3", "2.e3", "-a", "\u{FF11}", "∞", "[-]",
        // Strings.
        "'a'", #""\x41""#, #""\a""#, #""\'""#, #""\U0041""#, #""\u00g0""#, #""\u 041""#, #""\u004""#, "\"\t\"",
        "\"\n\"", "\"\r\"", "\"\u{0}\"", "\"\u{1F}\"", "\"\\\u{0}\"", "\"\\é\"", #"\"a\""#, "a", #""a"b"#,
        // White space that JSON does not know.
        "\u{A0}1", "\u{0C}1", "\u{0B}1", "[\u{2060}]", "\u{200B}1", "[1\u{0}]", "1\u{0}",
        // Open in the RFC, refused here: marks, lone surrogates, depth.
        "\u{FEFF}{}", #""\ud800""#, #""\udc00""#, #""\ud800\n""#, #""\ud800\ud800""#, #""\ud83d\u0041""#,
        #""\udc00\ud800""#, #"{"\udfaa":0}"#, #""\ud800abc""#,
        String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
        String(repeating: "[", count: 100_000), String(repeating: #"{"":"#, count: 100_000),
    ]

    private static let refusedBytes: [[UInt8]] = [
        [0x22, 0xFF, 0x22], [0x22, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22],
        [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
        [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0xE9, 0x22], [0xE9], [0xFF], [0x31, 0xFF],
        [0xEF, 0xBB], [0xEF, 0xBB, 0xBF, 0x31], [0xFE, 0xFF, 0x00, 0x31], [0xFF, 0xFE, 0x31, 0x00],
        [0x5B, 0x00, 0x22, 0x00, 0xE9, 0x00, 0x22, 0x00, 0x5D, 0x00], [0x7B, 0x22, 0xB9, 0x22, 0x3A, 0x31, 0x7D],
    ]

    private static let openNumbers = [
        "1e400", "-1e400", "123123e100000", "0.4e00669999999999999999999999999999999999999999999999999999999999999969",
        "-123123123123123123123123123123", "100000000000000000000", "123e-10000000", "1.7976931348623157e309",
        "-0", "-0.0", "0e0", "1.0", "1e2", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    ]
}
