package import Values

/// What was changed of a merchant, and by whom.
package struct MerchantChange: Equatable, Sendable {
    /// The kinds of changes.
    package enum Kind: String, Sendable {
        case enrolled, settings, suspended, resumed
        case keyIssued = "key-issued"
        case keyEnded = "key-ended"
        case keyRemoved = "key-removed"
    }

    /// Stands in the place of an operator's name.
    package static let byItself = "merchant"

    package let merchant: Identifier
    package let kind: Kind
    /// The key that it was about.
    package let keyID: String?
    /// The particulars as JSON; never a secret.
    package let particulars: [UInt8]
    /// An operator's name, or `byItself`.
    package let author: String
    package let call: CallKey?

    package init(
        merchant: Identifier, kind: Kind, keyID: String? = nil, particulars: [UInt8] = Array("{}".utf8),
        author: String, call: CallKey? = nil
    ) {
        self.merchant = merchant
        self.kind = kind
        self.keyID = keyID
        self.particulars = particulars
        self.author = author
        self.call = call
    }
}
