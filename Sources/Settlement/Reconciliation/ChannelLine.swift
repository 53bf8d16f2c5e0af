import Values

/// One line of a channel's statement.
struct ChannelLine: Equatable {
    static let columns = ["trade_no", "kind", "amount", "currency", "time"]
    /// Digits of an amount: whoever adds up a statement stays far from the end of Int64.
    private static let mostDigits = 15

    /// Where it begins in the file.
    let line: Int
    let key: TradeKey
    let money: Money
    let time: Timestamp

    init(_ record: CSVScanner.Record) throws(ChannelFileFault) {
        func fault(_ reason: String) -> ChannelFileFault { ChannelFileFault(reason, line: record.line) }
        guard record.fields.count == Self.columns.count else {
            throw fault("\(Self.columns.count) fields are due, \(record.fields.count) are there")
        }
        let texts = record.fields.map { String(decoding: $0, as: UTF8.self) }
        guard (1...64).contains(record.fields[0].count), record.fields[0].allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw fault("trade_no must be 1 to 64 visible characters")
        }
        guard let kind = TradeKind(rawValue: texts[1]) else { throw fault("kind must be payment or refund") }
        guard let currency = Currency(code: texts[3]) else { throw fault("currency must be a code of ISO 4217") }
        guard let minor = Self.minor(record.fields[2], currency) else {
            throw fault("amount must be a number above 0 with at most \(currency.exponent) decimal places")
        }
        guard let time = Timestamp(rfc3339: texts[4]) else { throw fault("time must be a time of RFC 3339") }
        line = record.line
        key = TradeKey(kind, texts[0])
        money = Money(minor, currency)
        self.time = time
    }

    /// Minor units of a decimal number: digits, and up to the currency's places behind a point.
    private static func minor(_ text: [UInt8], _ currency: Currency) -> Int64? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty,
            whole.count == 1 || whole.first != UInt8(ascii: "0")
        else { return nil }
        let places = parts.count == 2 ? parts[1].count : 0
        guard places <= currency.exponent, parts.count == 1 || places > 0 else { return nil }
        let digits = parts.joined() + Array(repeating: UInt8(ascii: "0"), count: currency.exponent - places)
        guard digits.count <= mostDigits, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        let minor = digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        return minor > 0 ? minor : nil
    }
}
