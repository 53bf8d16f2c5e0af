import Threading

/// A request that its endpoint may answer: routed, signed by whom it has to be, and with a body of the right kind.
struct Call: Sendable {
    let request: Request
    /// The values of the path's places, in order.
    let values: [String]
    /// nil where the endpoint answers everybody.
    let caller: Caller?
    /// Of the body; for a request without one of the empty string.
    let contentDigest: [UInt8]
    let body: [UInt8]
}
