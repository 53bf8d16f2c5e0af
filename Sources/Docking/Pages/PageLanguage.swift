/// The languages that pages are written in, the first one unless somebody prefers another.
enum PageLanguage: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"

    /// As the attribute `lang` has it (BCP 47).
    var tag: String {
        switch self {
        case .chinese: "zh-CN"
        case .english: "en"
        }
    }

    /// What it is called by those who read it.
    var name: String {
        switch self {
        case .chinese: "中文"
        case .english: "English"
        }
    }

    var other: PageLanguage { self == .chinese ? .english : .chinese }

    /// The language that an Accept-Language field prefers (RFC 9110 §12.5.4); Chinese unless English weighs more.
    init(acceptLanguage: String?) {
        var weights: [PageLanguage: Int] = [:]
        for range in (acceptLanguage ?? "").lowercased().split(separator: ",").prefix(20) {
            let parts = range.split(separator: ";").map { String($0).trimmingSpaceAndTab }
            guard let tag = parts.first,
                let language = Self(rawValue: String(tag.prefix { $0 != "-" }))
            else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Self.thousandths($0.dropFirst(2)) }
            weights[language] = max(weights[language] ?? 0, weight ?? 1000)
        }
        self = weights[.english, default: 0] > weights[.chinese, default: 0] ? .english : .chinese
    }

    /// `0.8` is 800; what is no weight weighs nothing.
    private static func thousandths(_ text: Substring) -> Int {
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = (halves.count > 1 ? String(halves[1]) : "").prefix(3)
        let padded = digits + String(repeating: "0", count: 3 - digits.count)
        guard let whole = Int(halves[0]), (0...1).contains(whole), let rest = Int(padded), rest >= 0 else { return 0 }
        return min(1000, whole * 1000 + rest)
    }
}
