/// Every refusal that a caller can meet, by the name that stands in its problem document.
package enum ErrorCode: String, Sendable, CaseIterable {
    case signatureInvalid = "signature-invalid"
    case signatureExpired = "signature-expired"
    case replayed
    case malformedBody = "malformed-body"
    case invalidRequest = "invalid-request"
    case unknownPayer = "unknown-payer"
    case notFound = "not-found"
    case idempotencyKeyRequired = "idempotency-key-required"
    case idempotencyMismatch = "idempotency-mismatch"
    case loginTaken = "login-taken"
    case stateConflict = "state-conflict"
    case holdExpired = "hold-expired"
    case amountExceeded = "amount-exceeded"
    case insufficientFunds = "insufficient-funds"
    case forbidden
    case rateLimited = "rate-limited"
    case methodNotAllowed = "method-not-allowed"
    case unsupportedMediaType = "unsupported-media-type"
    case contentTooLarge = "content-too-large"
    case unavailable
    case outcomePending = "outcome-pending"
}
