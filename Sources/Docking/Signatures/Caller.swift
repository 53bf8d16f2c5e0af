import Merchants

/// The merchant who signed a request.
package struct Caller: Sendable {
    package let merchant: Merchant
    /// Chosen by the signer so that the request is known again; always there for POST.
    package let nonce: [UInt8]?
}
