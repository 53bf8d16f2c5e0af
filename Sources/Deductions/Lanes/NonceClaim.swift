package import Values

/// A signature's nonce: the same nonce with the same bytes is a retry, with any others a replay.
package struct NonceClaim: Hashable, Sendable {
    /// The name of the nonce, without what it was used for.
    package struct Name: Hashable, Sendable, Comparable {
        package let merchant: Identifier
        package let nonce: [UInt8]

        /// The order of the table's primary key.
        package static func < (left: Name, right: Name) -> Bool {
            if left.merchant != right.merchant { return left.merchant < right.merchant }
            return left.nonce.lexicographicallyPrecedes(right.nonce)
        }
    }

    package let name: Name
    /// SHA-256 over the method, target and body that were signed.
    package let digest: [UInt8]

    package init(merchant: Identifier, nonce: [UInt8], digest: [UInt8]) {
        name = Name(merchant: merchant, nonce: nonce)
        self.digest = digest
    }
}
