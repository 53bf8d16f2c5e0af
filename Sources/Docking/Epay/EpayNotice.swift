import Channels
import Deductions
import Values

/// What a shop is told about a paid order: at `notify_url` by us, at `return_url` by the payer's browser.
///
/// As servers and SDKs of the epay protocol speak it: a GET of the shop's address with the parameters behind it.
struct EpayNotice: Sendable {
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
    /// Fen that the merchant got: of money that was held first, what was captured of it.
    let amount: Int64
    /// The number of the trade of the channel that paid; nil: none did. Shops of V1 do not expect it.
    let channelTradeNo: String?
    /// As the order brought it; nil is not sent.
    let param: String?

    /// What there is to say of a payment of the merchant with this number.
    init(_ payment: Payment, pid: Int64) {
        let docking = EpayDocking(payment.terms.docking)
        self.pid = pid
        tradeNo = payment.terms.id
        outTradeNo = payment.terms.outTradeNo
        type = docking.type
        name = payment.terms.subject
        amount = payment.standing.captured
        channelTradeNo = docking.speaks == .v2 ? payment.standing.trade?.number : nil
        param = docking.param
    }

    /// All parameters in the protocol's order, those of the signature last.
    func parameters(_ pen: EpayPen) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = [
            ("pid", String(pid)), ("trade_no", tradeNo.decimal), ("out_trade_no", outTradeNo),
            ("type", type ?? ""), ("name", Self.spoken(name)), ("money", EpayMoney.text(fen: amount)),
            ("trade_status", "TRADE_SUCCESS"), ("api_trade_no", channelTradeNo ?? ""), ("param", param ?? ""),
        ]
        // Shops disagree whether an empty value is signed.
        fields.removeAll { $0.value.isEmpty }
        return pen.signed(fields)
    }

    /// The address of a shop with the parameters behind it. Its own bytes stay as they are: some shops keep a path
    /// behind a number sign, and expect to find the parameters there.
    func address(_ base: String, _ pen: EpayPen) -> String {
        Query.appended(parameters(pen), to: base)
    }

    /// A name that no shop changes before it verifies the signature: many trim what they receive, some take
    /// backslashes out. Nobody compares the name, so another one does no harm.
    private static func spoken(_ name: String) -> String {
        let scalars = Array(name.unicodeScalars)
        guard let first = scalars.firstIndex(where: { !isTrimmed($0) }),
            let last = scalars.lastIndex(where: { !isTrimmed($0) }), !name.utf8.contains(UInt8(ascii: "\\"))
        else { return "product" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }

    /// White space, NUL, and the invisible characters that some frameworks trim like it.
    private static func isTrimmed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || [0x00, 0x200B, 0x200E, 0xFEFF].contains(scalar.value)
    }
}
