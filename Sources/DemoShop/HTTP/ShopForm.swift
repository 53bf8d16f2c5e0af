import Foundation

/// Names and values as browsers and epay carry them (application/x-www-form-urlencoded).
enum ShopForm {
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._")

    /// Reads a query or a body; nil when a name comes twice with two values: who knows which of them was signed.
    static func fields(of text: String) -> [String: String]? {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
            let value = halves.count > 1 ? halves[1] : ""
            if let earlier = fields.updateValue(value, forKey: halves[0]), earlier != value { return nil }
        }
        return fields
    }

    /// Writes a body.
    static func text(of fields: [(name: String, value: String)]) -> String {
        fields.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }

    private static func encoded(_ text: String) -> String {
        (text.addingPercentEncoding(withAllowedCharacters: plain.union([" "])) ?? "").replacing(" ", with: "+")
    }
}
