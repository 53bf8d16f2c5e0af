import Merchants

/// The merchant who signed a request.
struct Caller: Sendable {
    let merchant: Merchant
    /// Chosen by the signer so that the request is known again; always there for POST.
    let nonce: [UInt8]?
}
