package import Values

/// What is agreed with a merchant, and set by an operator: who may call in its name, where we may call, how much.
///
/// Each setting has a default, that of a merchant with whom nothing was agreed.
package struct MerchantSettings: Equatable, Sendable {
    /// True: only RSA signatures are taken at the epay doors, which leaves V2 alone.
    package var takesRSAOnly = false
    /// The `code` of a refund that happened, at `/api.php`: 0 of newer epay servers, 1 of older ones, which most
    /// shops ask for.
    package var refundCode: Int64 = 1
    /// Whether a refund of the same amount of the same order within a minute, at `/api.php`, is the same refund.
    package var repeatsRefunds = true
    /// The networks that its servers call from, as `198.51.100.0/24` or `2001:db8::/32`; empty: from anywhere.
    package var networks: [String] = []
    /// The hosts that its `notify_url` may name, in lower case, `*.` in front: and all below; empty: any.
    package var notifyHosts: [String] = []
    /// Likewise for `return_url`.
    package var returnHosts: [String] = []
    /// How many requests it may send; nil: as many as it likes.
    package var rate: RequestRate?
    /// Minor units that its payers may be charged on one day of its own time zone, by currency: what is captured,
    /// held and queued. A currency that is not here has no cap.
    package var dayCaps: [Currency: Int64] = [:]

    package init() {}
}
