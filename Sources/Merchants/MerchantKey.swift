package import Values

/// A merchant's key, in the form of `KeyAlgorithm`.
package struct MerchantKey: Equatable, Sendable {
    package let keyID: String
    package let merchant: Identifier
    package let algorithm: KeyAlgorithm
    package let material: [UInt8]

    package init(keyID: String, merchant: Identifier, algorithm: KeyAlgorithm, material: [UInt8]) {
        self.keyID = keyID
        self.merchant = merchant
        self.algorithm = algorithm
        self.material = material
    }
}
