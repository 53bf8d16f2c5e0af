import Deductions
import MariaDB
import Values

/// What came of a command of a race, as words, for the process that asks.
enum RaceVerdict {
    /// What the other process prints.
    static func text(_ verdict: Verdict?) -> String {
        switch verdict {
        case .answered(.payment(let payment), _): "payment \(payment.terms.id.number)"
        case .answered(.refund(let refund), _): "refund \(refund.id.number)"
        case .answered(.window(let tally), _):
            "window \(tally.charged) \(tally.amount) \(tally.postponed) \(tally.declined)"
        case .answered(.refused(let refusal), _): "refused \(refusal.rawValue)"
        default: "nothing"
        }
    }

    /// What `text` wrote. A payment or a refund is told as it stands in the books.
    static func verdict(_ text: Substring, _ session: Session) throws -> Verdict {
        let words = text.split(separator: " ").map(String.init)
        let numbers = words.map { Int64($0) ?? 0 }
        switch words.first {
        case "payment":
            guard let payment = try PaymentStore.payments([Identifier(numbers[1])], session).first else { break }
            return .answered(.payment(payment), replayed: false)
        case "refund":
            guard let refund = try RefundStore.refunds([Identifier(numbers[1])], session).first else { break }
            return .answered(.refund(refund), replayed: false)
        case "window":
            var tally = WindowTally()
            (tally.charged, tally.amount) = (Int(numbers[1]), numbers[2])
            (tally.postponed, tally.declined) = (Int(numbers[3]), Int(numbers[4]))
            return .answered(.window(tally), replayed: false)
        case "refused":
            guard let refusal = Refusal(rawValue: words[1]) else { break }
            return .answered(.refused(refusal), replayed: false)
        default: break
        }
        throw StageFailure.child("answered \(text)")
    }
}
