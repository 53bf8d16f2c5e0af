package import Merchants
package import Policies
package import Values

/// A merchant and one of its keys.
package final class Signer: Sendable {
    package let merchant: Merchant
    package let key: VerificationKey
    /// From here on the key verifies nothing; nil: it has no end.
    package let validUntil: Timestamp?
    package let policies: PolicySchedule

    package init(
        merchant: Merchant, key: VerificationKey, validUntil: Timestamp? = nil, policies: PolicySchedule = .none
    ) {
        self.merchant = merchant
        self.key = key
        self.validUntil = validUntil
        self.policies = policies
    }

    /// nil: the key is not for signatures of RFC 9421.
    package convenience init?(_ key: MerchantKey, of merchant: Merchant, _ policies: PolicySchedule) {
        guard let verifier = VerificationKey(key) else { return nil }
        self.init(merchant: merchant, key: verifier, validUntil: key.validUntil, policies: policies)
    }

    /// Whether its key verifies anything at this time, in seconds since 1970. The clock is of whole seconds: a key
    /// that ends within this one has ended, so that none outlives its end.
    func isGood(at now: Int64) -> Bool { validUntil.map { now < $0.microseconds / 1_000_000 } ?? true }

    /// Stands in for a signer that there is not.
    static let decoy = Signer(
        merchant: Merchant(id: .system, pid: 0, name: "", state: .suspended),
        key: .hmacSHA256(secret: [UInt8](repeating: 0, count: 32)))
}
