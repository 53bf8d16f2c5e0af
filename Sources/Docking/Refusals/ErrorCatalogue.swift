/// The one place that knows how a refusal is told: HTTP status, words, and when to come back.
package enum ErrorCatalogue {
    /// How one refusal is told.
    package struct Entry: Sendable {
        package let status: Int
        /// The same words for every occurrence, as RFC 9457 §3.1.3 wants it.
        package let title: String
        /// For the Retry-After field: when the same request has a chance.
        package let retryAfterSeconds: Int?
    }

    package static func entry(_ code: ErrorCode) -> Entry {
        switch code {
        case .signatureInvalid: refusal(401, "The request is not signed by a key we know")
        case .signatureExpired: refusal(401, "The signature is not of this moment")
        case .replayed: refusal(401, "The nonce was used for another request")
        case .malformedBody: refusal(400, "The body is not well-formed JSON")
        case .invalidRequest: refusal(422, "The request has fields that cannot be accepted")
        case .unknownPayer: refusal(422, "No such payer")
        case .notFound: refusal(404, "No such thing")
        case .idempotencyKeyRequired: refusal(400, "A well-formed Idempotency-Key is needed")
        case .idempotencyMismatch: refusal(422, "The key was used for other content")
        case .loginTaken: refusal(409, "The login belongs to another payer")
        case .stateConflict: refusal(409, "The payment's state does not allow it")
        case .holdExpired: refusal(409, "The hold is past its time")
        case .amountExceeded: refusal(409, "More than there is")
        case .insufficientFunds: refusal(402, "The money is not there")
        case .forbidden: refusal(403, "The merchant is suspended")
        case .rateLimited: refusal(429, "Too many requests at once", retryAfterSeconds: 1)
        case .methodNotAllowed: refusal(405, "Not with this method")
        case .unsupportedMediaType: refusal(415, "The body is not of the type that is read here")
        case .contentTooLarge: refusal(413, "The body is too large")
        case .unavailable: refusal(503, "Not now, and certainly without effect", retryAfterSeconds: 1)
        case .outcomePending: refusal(504, "The outcome is not known yet", retryAfterSeconds: 1)
        }
    }

    private static func refusal(_ status: Int, _ title: String, retryAfterSeconds: Int? = nil) -> Entry {
        Entry(status: status, title: title, retryAfterSeconds: retryAfterSeconds)
    }
}
