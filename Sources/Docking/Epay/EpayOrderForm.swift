import HTTPClient
import Merchants
import Values

/// The fields of an order, which are the same at all doors. What else came along was signed and means nothing.
struct EpayOrderForm: Sendable, Equatable {
    /// Whose browser the order is for.
    enum Browser: Sendable {
        /// That which brings it.
        case bringing
        /// The one whose address the shop's server names.
        case named
    }

    /// How the payer wants to pay, given back as it came; nil: the cashier asks.
    let type: String?
    /// The shop's order number: one for ever for each merchant.
    let outTradeNo: String
    /// Where the shop is told, byte for byte as given.
    let notifyURL: String
    /// Where the payer's browser goes afterwards, byte for byte as given; nil: nowhere.
    let returnURL: String?
    /// At most 127 bytes of what was sent.
    let name: String
    /// From 0.01 yuan, in CNY: the protocol has no other currency.
    let money: Money
    /// Whatever the shop wants to see again, given back as it came.
    let param: String?
    /// The payer's address as the shop's server saw it; nil where the payer's own browser comes.
    let clientIP: String?

    /// Reads the fields of an order whose signature has been verified; throws the first fault. `outgoing`: what an
    /// address must be that we call; `settings`: what is agreed with the merchant.
    init(
        _ parameters: EpayParameters, for browser: Browser, outgoing: URLRules, settings: MerchantSettings
    ) throws(EpayRefusal) {
        outTradeNo = try Self.text(.outTradeNo, of: parameters)
        guard outTradeNo.utf8.count <= 128, outTradeNo.utf8.allSatisfy(Self.isOrderNumberByte) else {
            throw .malformed(.outTradeNo)
        }
        notifyURL = try Self.text(.notifyURL, of: parameters)
        // What stands behind a number sign is never sent, and notifications append their parameters.
        guard WebAddress.isWellFormed(notifyURL), !notifyURL.utf8.contains(UInt8(ascii: "#")),
            (try? CheckedURL(notifyURL, outgoing)) != nil
        else { throw .malformed(.notifyURL) }
        guard HostRule.allows(notifyURL, settings.notifyHosts) else { throw .otherHost(.notifyURL) }
        returnURL = try Self.optionalText(.returnURL, of: parameters)
        if let returnURL, !WebAddress.isWellFormed(returnURL) { throw .malformed(.returnURL) }
        if let returnURL, !HostRule.allows(returnURL, settings.returnHosts) { throw .otherHost(.returnURL) }
        name = Self.cut(try Self.text(.name, of: parameters))
        money = try Self.money(of: parameters)
        type = try Self.optionalText(.type, of: parameters)
        if let type, !Self.isWord(type) { throw .malformed(.type) }
        param = try Self.optionalText(.param, of: parameters)
        if let param, param.utf8.count > 1024 { throw .malformed(.param) }
        switch browser {
        case .bringing: clientIP = nil
        case .named:
            let address = try Self.text(.clientIP, of: parameters)
            guard InternetAddress.isWellFormed(address) else { throw .malformed(.clientIP) }
            clientIP = address
        }
    }

    /// The amount of an order or a refund.
    static func money(of parameters: EpayParameters) throws(EpayRefusal) -> Money {
        let text = parameters.bytes(EpayRefusal.Field.money.rawValue)
        guard !text.isEmpty else { throw .missing(.money) }
        guard let fen = EpayMoney.fen(text) else { throw .malformed(.money) }
        return Money(fen, .cny)
    }

    /// A shop's own number of a refund; nil: it gave none. `refund` of V2 wants six bytes at least.
    static func refundNumber(of parameters: EpayParameters) throws(EpayRefusal) -> String? {
        guard let number = try optionalText(.outRefundNo, of: parameters) else { return nil }
        guard (6...128).contains(number.utf8.count), number.utf8.allSatisfy(isOrderNumberByte) else {
            throw .malformed(.outRefundNo)
        }
        return number
    }

    private static func text(_ field: EpayRefusal.Field, of parameters: EpayParameters) throws(EpayRefusal) -> String {
        guard let text = try optionalText(field, of: parameters) else { throw .missing(field) }
        return text
    }

    private static func optionalText(
        _ field: EpayRefusal.Field, of parameters: EpayParameters
    ) throws(EpayRefusal) -> String? {
        do throws(EpayParameters.Failure) {
            return try parameters.text(field.rawValue)
        } catch {
            throw .unreadable(error)
        }
    }

    /// `a–z A–Z 0–9 . _ | -`: nothing that could end a value in what is signed.
    private static func isOrderNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "._|-".utf8.contains(byte)
        }
    }

    /// A short word of the shop's choice, without the delimiters of what is signed.
    private static func isWord(_ text: String) -> Bool {
        text.utf8.count <= 64 && !text.utf8.contains(UInt8(ascii: "&")) && !text.utf8.contains(UInt8(ascii: "="))
            && !text.hasControlCharacters
    }

    /// The longest beginning of at most 127 bytes that is whole characters (Unicode scalars): what servers keep.
    private static func cut(_ name: String) -> String {
        guard name.utf8.count > 127 else { return name }
        var end = name.utf8.index(name.startIndex, offsetBy: 127)
        while end.samePosition(in: name.unicodeScalars) == nil { end = name.utf8.index(before: end) }
        return String(name[..<end])
    }
}
