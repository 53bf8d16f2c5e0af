import Testing
import Values

@Suite("The two names of an object")
struct IdentifierTests {
    static let numbers: [Int64] = [1, 31, 32, 1 << 22, 1_234_567_890_123_456_789, .max]

    @Test("Thirteen characters and nineteen digits read back as they were written", arguments: numbers)
    func roundTrip(_ number: Int64) {
        let id = Identifier(number)
        #expect(id.text.utf8.count == 13 && Identifier(text: id.text) == id)
        #expect(id.decimal.utf8.count == 19 && Identifier(decimal: id.decimal) == id)
    }

    @Test("Texts sort as their numbers do")
    func order() {
        let texts = Self.numbers.map { Identifier($0).text }
        #expect(texts == texts.sorted() && texts[0] == "0000000000001" && texts[5] == "7zzzzzzzzzzzz")
    }

    @Test(
        "What is not exactly the form names nothing",
        arguments: [
            "", "000000000001", "00000000000001", "0000000000000", "8000000000000", "zzzzzzzzzzzzz",
            // Letters that Crockford leaves out, capitals, and what looks like them.
            "000000000000i", "000000000000l", "000000000000o", "000000000000u", "000000000000A", "7ZZZZZZZZZZZZ",
            "000000000000-", " 000000000001", "00000000000\u{E9}", "00000000000\u{212A}", "+000000000001",
        ])
    func refused(_ text: String) { #expect(Identifier(text: text) == nil) }
}
