extension SelfTestRequest {
    /// As the page's form sends it. Browsers end the lines of a text with two characters, and people with one more
    /// line.
    init(_ form: PageForm) {
        version = Version(rawValue: form["version"]) ?? .v1
        sent = Array(form["sent"].utf8)
        key = Array(Self.bare(form["key"]).utf8)
        publicKey = Self.bare(form["public_key"])
        text = Array(Self.withoutLineEnd(form["text"]).utf8)
        signature = Self.bare(form["signature"])
    }

    private static func bare(_ text: String) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let scalars = Array(Array(text.unicodeScalars.drop(while: isBlank)).reversed().drop(while: isBlank).reversed())
        return String(String.UnicodeScalarView(scalars))
    }

    private static func withoutLineEnd(_ text: String) -> String {
        let bytes = Array(text.utf8).reversed().drop { $0 == 0x0A || $0 == 0x0D }
        return String(decoding: bytes.reversed(), as: UTF8.self)
    }
}
