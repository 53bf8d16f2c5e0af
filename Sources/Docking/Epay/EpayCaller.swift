import Merchants
import Policies

/// The merchant that an epay request comes from, proven, with what it brought.
struct EpayCaller: Sendable {
    let merchant: Merchant
    let policies: PolicySchedule
    let parameters: EpayParameters
    /// The plain key, if that was the proof.
    let key: String?
}
