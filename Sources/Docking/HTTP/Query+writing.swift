extension Query {
    /// An address with these fields behind it, encoded as forms are: a space is a plus. The address's own bytes stay
    /// as they are; fields that it has already stay in front.
    static func appended(_ fields: [(name: String, value: String)], to address: String) -> String {
        let pairs = fields.map { written($0.name) + "=" + written($0.value) }
        return address + (address.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + pairs.joined(separator: "&")
    }

    private static func written(_ text: String) -> String {
        let bytes = text.utf8.flatMap { byte in byte == 0x20 ? [UInt8(ascii: "+")] : encoded([byte]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
