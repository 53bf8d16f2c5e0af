/// A form of a page, as a browser would send it.
struct TourForm {
    let action: String
    private(set) var fields: [(name: String, value: String)]

    /// The forms of a page, in order.
    static func all(in html: String) -> [TourForm] {
        html.split(separator: "<form").dropFirst().map { piece in
            let form = piece.firstRange(of: "</form>").map { piece[..<$0.lowerBound] } ?? piece
            let tags = form.split(separator: "<", omittingEmptySubsequences: false)
            let fields = tags.dropFirst().filter { $0.hasPrefix("input") && isSent($0) }.compactMap { tag in
                attribute("name", of: tag).map { (name: $0, value: attribute("value", of: tag) ?? "") }
            }
            return TourForm(action: attribute("action", of: tags[0]) ?? "", fields: fields)
        }
    }

    /// Whether it has a field of this name.
    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// The value of a field; nil: there is none.
    subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Fills a field in; one that is not there stays away.
    mutating func fill(_ name: String, _ value: String) {
        for index in fields.indices where fields[index].name == name { fields[index].value = value }
    }

    /// Of several radio buttons the one that is picked.
    private static func isSent(_ tag: Substring) -> Bool {
        attribute("type", of: tag) != "radio" || tag.contains(" checked")
    }

    /// The value of an attribute, unescaped.
    static func attribute(_ name: String, of tag: Substring) -> String? {
        guard let start = tag.firstRange(of: " \(name)=\"") else { return nil }
        let value = tag[start.upperBound...].prefix { $0 != "\"" }
        return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(String(value)) { $0.replacing($1.0, with: $1.1) }
    }
}
