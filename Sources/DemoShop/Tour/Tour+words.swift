import JSON

/// What the parts of a tour write and read.
extension Tour {
    static func yuan(_ fen: Int64) -> String { "¥\(ShopMoney.text(fen: fen))" }

    static func integer(_ value: JSONValue?) -> Int64? {
        if case .integer(let number)? = value { number } else { nil }
    }

    static func json(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object(body)
        return writer.bytes
    }
}
