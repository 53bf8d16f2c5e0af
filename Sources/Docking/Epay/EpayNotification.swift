import Values

/// What a shop is told about a paid order: at `notify_url` by us, at `return_url` by the payer's browser.
///
/// The epay V1 protocol, as its servers and SDKs speak it: a GET of the shop's address with the parameters behind it.
struct EpayNotification: Sendable {
    /// The merchant's number among epay shops.
    let pid: Int64
    /// Our number of the payment, 19 digits on the wire.
    let tradeNo: Identifier
    /// The shop's order number.
    let outTradeNo: String
    /// As the order brought it; nil is not sent.
    let type: String?
    /// What was bought, as the order form keeps it.
    let name: String
    /// Fen.
    let amount: Int64
    /// As the order brought it; nil is not sent.
    let param: String?

    /// All parameters in the protocol's order, the signature last.
    func parameters(key: [UInt8]) -> [(name: String, value: String)] {
        var fields = [
            ("pid", String(pid)), ("trade_no", tradeNo.decimal), ("out_trade_no", outTradeNo), ("type", type ?? ""),
            ("name", Self.isSafe(name) ? name : "product"), ("money", EpayMoney.text(fen: amount)),
            ("trade_status", "TRADE_SUCCESS"), ("param", param ?? ""),
        ]
        // Shops disagree whether an empty value is signed.
        fields.removeAll { $0.1.isEmpty }
        let sign = EpaySignature.sign(fields.map { (name: $0.0, value: $0.1) }, key: key)
        return fields + [("sign", sign), ("sign_type", "MD5")]
    }

    /// The address of a shop with the parameters behind it. Its own bytes stay as they are: some shops keep a path
    /// behind a number sign, and expect to find the parameters there.
    func address(_ base: String, key: [UInt8]) -> String {
        let pairs = parameters(key: key).map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }
        return base + (base.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + pairs.joined(separator: "&")
    }

    /// As forms are encoded: a space is a plus.
    private static func encoded(_ text: String) -> String {
        let bytes = text.utf8.flatMap { byte in byte == 0x20 ? [UInt8(ascii: "+")] : Query.encoded([byte]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// False for a name that shops change before they verify the signature: many trim what they receive, some take
    /// backslashes out. Nobody compares the name, so another one does no harm.
    private static func isSafe(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else { return false }
        return !isTrimmed(first) && !isTrimmed(last) && !name.utf8.contains(UInt8(ascii: "\\"))
    }

    /// White space, NUL, and the invisible characters that some frameworks trim like it.
    private static func isTrimmed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || [0x00, 0x200B, 0x200E, 0xFEFF].contains(scalar.value)
    }
}
