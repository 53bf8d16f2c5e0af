import Testing

@testable import Settlement

/// How records are written.
@Suite struct CSVTextTests {
    private func record(_ fields: CSVText.Field..., width: Int = 3) -> String {
        var text = CSVText(width: width)
        text.add(fields)
        return String(decoding: text.take(), as: UTF8.self)
    }

    @Test("RFC 4180: commas, quotes and line ends are quoted, records are of one width and end with CRLF")
    func quoting() {
        #expect(record(.text("a"), .number(-5)) == "a,-5,\r\n")
        #expect(record(.text("a,b"), .text("say \"x\""), .text("1\n2")) == "\"a,b\",\"say \"\"x\"\"\",\"1\n2\"\r\n")
        #expect(record() == ",,\r\n")
        #expect(record(.text(""), width: 1) == "\r\n")
    }

    @Test("What a spreadsheet would compute is led by an apostrophe; numbers are left alone")
    func formulas() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)"] { #expect(record(.text(text), width: 1) == "'\(text)\r\n") }
        #expect(record(.text("\t=1"), width: 1) == "'\t=1\r\n")
        #expect(record(.text("\r=1"), width: 1) == "\"'\r=1\"\r\n")
        #expect(record(.text("=1,2"), width: 1) == "\"'=1,2\"\r\n")
        #expect(record(.number(-30), width: 1) == "-30\r\n")
    }
}
