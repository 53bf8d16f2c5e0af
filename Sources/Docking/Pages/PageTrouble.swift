import Values

/// Why a form was not taken, told on the page it came from.
enum PageTrouble: Sendable {
    case wrong(triesLeft: Int?)
    case wrongPIN(triesLeft: Int?)
    case locked(until: Timestamp)
    case crowded(seconds: Int)
    case loginNeeded, pinNeeded, pinsDiffer, pinUnchanged, pinTrivial
    /// Too little money.
    case short
    /// No wallet in the payment's currency.
    case noCurrency
    /// The shop's payers have been charged as much today as they may be.
    case overCap

    var status: Int {
        switch self {
        case .locked, .crowded: 429
        default: 422
        }
    }

    var retryAfterSeconds: Int? { if case .crowded(let seconds) = self { seconds } else { nil } }

    /// In words. `missing` and `currency` are what `short` and `noCurrency` speak of.
    func text(_ language: PageLanguage, missing: String = "", currency: String = "") -> String {
        func text(_ word: PageWord, _ fillings: [String: String] = [:]) -> String {
            PageLibrary.shared.text(word, language, fillings)
        }
        func wrong(_ word: PageWord, _ triesLeft: Int?) -> String {
            let left = triesLeft.map { text(.triesLeft, ["count": String($0)]) }
            return text(word) + (left.map { (language == .chinese ? "，" : ". ") + $0 } ?? "")
        }
        switch self {
        case .wrong(let left): return wrong(.wrong, left)
        case .wrongPIN(let left): return wrong(.wrongPIN, left)
        case .locked(let end): return text(.locked, ["time": String(end.chinaText.dropFirst(11).prefix(5))])
        case .crowded(let seconds): return text(.crowded, ["seconds": String(seconds)])
        case .loginNeeded: return text(.loginNeeded)
        case .pinNeeded: return text(.pinNeeded)
        case .pinsDiffer: return text(.pinsDiffer)
        case .pinUnchanged: return text(.pinUnchanged)
        case .pinTrivial: return text(.pinTrivial)
        case .short: return text(.short, ["amount": missing])
        case .overCap: return text(.overCap)
        case .noCurrency: return text(.noCurrency, ["currency": currency])
        }
    }
}
