import Values

/// Who takes part in a workload: few accounts, so that everybody fights over them.
struct Cast: Sendable {
    let merchants: [Identifier]
    /// Payers of the first merchant with money: the hot accounts.
    let rich: [Identifier]
    /// A payer of the first merchant with hardly any.
    let poor: Identifier
    let blocked: Identifier
    /// A payer of the platform.
    let platform: Identifier
    /// A payer of the second merchant.
    let foreign: Identifier
    /// A payer of the first merchant with money in a wallet that is frozen.
    let frozen: Identifier

    static let simulated = Cast(
        merchants: [Identifier(11), Identifier(12)], rich: [Identifier(21), Identifier(22), Identifier(23)],
        poor: Identifier(24), blocked: Identifier(25), platform: Identifier(26), foreign: Identifier(27),
        frozen: Identifier(28))
}
