import Deductions
import Values

/// Money of a payer that is set aside, what for, and for whom.
struct HoldLine: Sendable {
    let hold: OpenHold
    let goods: String
    let shop: String
    let merchant: Identifier
    /// Whether the payer is the one who says when the shop gets it.
    let awaitsPayer: Bool
}
