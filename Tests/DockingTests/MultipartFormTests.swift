import Testing

@testable import Docking

struct MultipartFormTests {
    private static let type = "multipart/form-data; boundary=------------------------8f1c"

    private func read(_ text: String, type: String = type) -> [[String]]? {
        MultipartForm(Array(text.replacing("\n", with: "\r\n").utf8), contentType: type)?.pairs.map {
            [String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)]
        }
    }

    private func part(_ header: String, _ value: String) -> String {
        "--------------------------8f1c\n\(header)\n\n\(value)\n"
    }

    private let end = "--------------------------8f1c--\n"

    @Test("Fields as PHP's curl sends an array, their values byte for byte")
    func fields() {
        let text =
            part(#"Content-Disposition: form-data; name="pid""#, "1001")
            + part(#"Content-Disposition: form-data; name="name""#, "VIP会员\n--not a boundary\n a=b&c%20")
            + part("Content-Type: text/plain\ncontent-disposition: form-data; name=param", "") + end
        let expected = [["pid", "1001"], ["name", "VIP会员\r\n--not a boundary\r\n a=b&c%20"], ["param", ""]]
        #expect(read(text) == expected)
        #expect(read("preamble\n" + text + "epilogue") == expected)
        #expect(
            read(text, type: #"Multipart/Form-Data; charset=utf-8; boundary="------------------------8f1c""#)
                == expected)
    }

    @Test("A file is no field")
    func files() {
        let file = part(#"Content-Disposition: form-data; name="money"; filename="a.txt""#, "0.01")
        #expect(read(part(#"Content-Disposition: form-data; name="pid""#, "1") + file + end) == [["pid", "1"]])
    }

    @Test("What is cut off, without a name or without a boundary is no form")
    func broken() {
        let part = part(#"Content-Disposition: form-data; name="pid""#, "1001")
        #expect(read(part) == nil && read("") == nil && read("pid=1001") == nil)
        #expect(read(self.part("Content-Disposition: form-data", "1") + end) == nil)
        #expect(read(self.part("Content-Type: text/plain", "1") + end) == nil)
        #expect(read(part + end, type: "multipart/form-data") == nil)
        #expect(read(part + end, type: "multipart/form-data; boundary=") == nil)
        #expect(read(part + end, type: "multipart/mixed; boundary=------------------------8f1c") == nil)
        #expect(read(part + end, type: "multipart/form-data; boundary=other") == nil)
    }
}
