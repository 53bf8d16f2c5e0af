package import Ledger
package import Values

/// A payment whose time seems to be over: its open hold, or its wait for a payer.
package struct DuePayment: Equatable, Sendable {
    package let payment: Identifier
    package let merchant: Identifier
    /// The wallet that holds money for it; nil: none does yet.
    package let purse: AccountKey?
    /// What it is listed by: the hold's end, or when the wait began.
    let listedAt: Timestamp
}
