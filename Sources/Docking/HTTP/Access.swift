/// Whom an endpoint answers.
enum Access: Sendable {
    /// Merchants, by signature.
    case merchants
    /// Anybody.
    case everybody
    /// Load balancers and their like, who want it quick and unsigned.
    case probes
    /// Ourselves, through the listener that nobody else reaches. To everybody else there is nothing here.
    case operators
}
