import Merchants
import Policies

/// The merchant that an epay request comes from, proven, with what it brought.
struct EpayCaller: Sendable {
    let merchant: Merchant
    let policies: PolicySchedule
    let parameters: EpayParameters
    let proof: EpayProof
    /// Whose rules the door goes by.
    let door: EpayProtocol

    /// What its orders are told in.
    var speaks: EpayProtocol { proof.key.algorithm == .rsaV15SHA256 ? .v2 : .v1 }

    /// The plain key, if that was the proof.
    var shownKey: String? {
        if case .shown(let key) = proof { String(decoding: key.material, as: UTF8.self) } else { nil }
    }
}
