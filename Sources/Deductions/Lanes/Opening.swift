package import Values

/// What the first steps of a batch will ask for, known before the first of them: a database may be asked for all of
/// it in one round trip.
package struct Opening: Sendable {
    package let batch: Int64
    package let resolved: LostCommits
    /// Sorted by name.
    package let nonces: [NonceClaim]
    /// When the nonces were seen.
    package let seenAt: Timestamp
    /// Sorted by name.
    package let claims: [StoredClaim]
    /// What is locked if all claims are granted. Those that are not leave fewer rows to lock, never more.
    package let reach: Reach
}
