package import Values

/// A merchant's key, in the form of `KeyAlgorithm`.
package struct MerchantKey: Equatable, Sendable {
    package let keyID: String
    package let merchant: Identifier
    package let algorithm: KeyAlgorithm
    /// What a signature is checked with; while it is sealed, nothing is.
    package let material: [UInt8]
    /// The key file that the material is sealed under; nil: the material lies open.
    package let sealVersion: Int64?
    /// nil: not written yet.
    package let createdAt: Timestamp?
    /// From here on it verifies nothing; nil: it has no end.
    package let validUntil: Timestamp?

    package init(
        keyID: String, merchant: Identifier, algorithm: KeyAlgorithm, material: [UInt8], sealVersion: Int64? = nil,
        createdAt: Timestamp? = nil, validUntil: Timestamp? = nil
    ) {
        self.keyID = keyID
        self.merchant = merchant
        self.algorithm = algorithm
        self.material = material
        self.sealVersion = sealVersion
        self.createdAt = createdAt
        self.validUntil = validUntil
    }

    /// Whether it verifies anything at this time.
    package func isValid(at now: Timestamp) -> Bool { validUntil.map { now < $0 } ?? true }

    /// The same key with other material.
    func with(_ material: [UInt8], sealVersion: Int64?) -> MerchantKey {
        MerchantKey(
            keyID: keyID, merchant: merchant, algorithm: algorithm, material: material, sealVersion: sealVersion,
            createdAt: createdAt, validUntil: validUntil)
    }
}
