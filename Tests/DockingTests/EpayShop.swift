import Merchants
import OpenSSL

@testable import Docking

/// An epay shop of its own making: it signs and encodes as the protocol's SDKs do, without the code under test.
struct EpayShop {
    var key = "89unJUB8HZ54Hj7x4nUj56HN4nUzUJ8i"

    /// The key that a merchant of the tests has.
    static func key(of merchant: Merchant) -> String { "epay-key-of-\(merchant.pid)-0123456789abcdef" }

    /// The order of the protocol's documentation, with some fields as given; nil leaves one out.
    static func order(_ changes: [(name: String, value: String?)] = []) -> [(name: String, value: String)] {
        var fields = [
            ("pid", "1001"), ("type", "alipay"), ("out_trade_no", "20160806151343349"),
            ("notify_url", "http://www.pay.com/notify_url.php"), ("return_url", "http://www.pay.com/return_url.php"),
            ("name", "VIP会员"), ("money", "1.00"),
        ]
        for change in changes {
            fields.removeAll { $0.0 == change.name }
            if let value = change.value { fields.append((change.name, value)) }
        }
        return fields.map { (name: $0.0, value: $0.1) }
    }

    /// MD5 over what is left after dropping some fields, sorted by name.
    func sign(
        _ fields: [(name: String, value: String)], dropping isDropped: (String) -> Bool = { $0.isEmpty }
    ) -> String {
        let kept = fields.filter { !isDropped($0.value) }.sorted {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        return hash(kept.map { $0.name + "=" + $0.value }.joined(separator: "&"))
    }

    /// The signature of a text.
    func hash(_ text: String) -> String { Hex.encode(Digest.md5(Array((text + key).utf8))) }

    /// Signed, with the signature at the end, encoded as a form.
    func signed(_ fields: [(name: String, value: String)]) -> String {
        Self.encoded(fields + [(name: "sign", value: sign(fields)), (name: "sign_type", value: "MD5")])
    }

    static func encoded(_ fields: [(name: String, value: String)]) -> String {
        fields.map { escaped($0.name) + "=" + escaped($0.value) }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Character(Unicode.Scalar(byte))
            return byte < 0x80 && (scalar.isLetter || scalar.isNumber)
                ? String(scalar) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }
}

extension EpayParameters {
    /// A query only.
    init(_ query: String) throws(Failure) { try self.init(query: query[...], form: []) }
}
