import Values

/// A merchant's payout day: the stretch of its feed that is paid out together, in all currencies.
struct PayoutDay: Equatable {
    let merchant: Identifier
    let day: CivilDate
    let firstSeq: Int64
    let lastSeq: Int64
    /// Whether something of it is still to be done.
    var isReady: Bool
}
