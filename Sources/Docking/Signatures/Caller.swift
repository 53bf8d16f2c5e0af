import Merchants
import Policies

/// The merchant who signed a request.
struct Caller: Sendable {
    let merchant: Merchant
    let policies: PolicySchedule
    /// The name of the key that signed.
    let keyID: String
    /// Chosen by the signer so that the request is known again; always there for POST.
    let nonce: [UInt8]?
}
