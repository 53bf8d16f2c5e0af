/// Why an operator's decision on a difference is not taken.
package enum DifferenceRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    case unknown
    case resolved
    /// It is approved already, and to be finished by approving it again.
    case approved
    case notProposed
    /// Who proposed it cannot approve it.
    case sameOperator
    case notBookable
    /// The payment to book it for does not exist or is of another currency.
    case wrongPayment
    case neverResolvedByHand

    package var description: String {
        switch self {
        case .unknown: "there is no such difference"
        case .resolved: "it is resolved already"
        case .approved: "it is approved already: approve it again to finish it"
        case .notProposed: "nothing is proposed for it"
        case .sameOperator: "another operator than the one who proposed it must approve it"
        case .notBookable: "only a payment that is missing here can be booked, for the payment that --payment names"
        case .wrongPayment: "there is no such payment in this currency"
        case .neverResolvedByHand: "matched-later is what comparisons find, not what operators say"
        }
    }
}
