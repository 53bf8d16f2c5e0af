package import Values

/// A merchant's key for one command: the same key has one effect and one answer, for ever.
package struct Claim: Hashable, Sendable {
    /// The number is what the database holds.
    package enum Kind: Int64, Sendable {
        /// A payment's `out_trade_no`.
        case payment = 1
        /// A refund's `out_refund_no`.
        case refund = 2
        /// The `Idempotency-Key` header of any other POST.
        case post = 3
        /// A refund that its shop gave no number, under one of ours.
        case unnumberedRefund = 4
        /// A channel's name and its own number of a trade.
        case receipt = 5
        /// The number of a difference between a channel's statement and our records.
        case adjustment = 6

    }

    /// The name of the key, without what it was used for.
    package struct Name: Hashable, Sendable, Comparable {
        package let merchant: Identifier
        package let kind: Kind
        /// Compared as bytes.
        package let key: [UInt8]

        /// The order of the table's primary key.
        package static func < (left: Name, right: Name) -> Bool {
            if left.merchant != right.merchant { return left.merchant < right.merchant }
            if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
            return left.key.lexicographicallyPrecedes(right.key)
        }
    }

    package let name: Name
    /// SHA-256 of the content that the key stands for.
    package let digest: [UInt8]
    /// Whether an earlier refusal is the answer to the same key; if not, only a success has used it up.
    package let keepsRefusals: Bool

    package init(merchant: Identifier, kind: Kind, key: [UInt8], digest: [UInt8], keepsRefusals: Bool = true) {
        self.keepsRefusals = keepsRefusals
        name = Name(merchant: merchant, kind: kind, key: key)
        self.digest = digest
    }
}
