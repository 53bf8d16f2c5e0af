/// The languages of the shop.
enum ShopLanguage: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"

    /// As the attribute `lang` has it (BCP 47).
    var tag: String { self == .chinese ? "zh-CN" : "en" }

    /// Whichever of the two an Accept-Language field names first: browsers begin with what their user likes best.
    init(acceptLanguage: String?) {
        let ranges = (acceptLanguage ?? "").lowercased().split { $0 == "," || $0 == " " }
        self = ranges.lazy.compactMap { Self(rawValue: String($0.prefix(2))) }.first ?? .chinese
    }
}
