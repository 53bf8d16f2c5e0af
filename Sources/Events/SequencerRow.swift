import Values

/// The `sequencer` table's only row, and the database's clock beside it.
struct SequencerRow {
    /// The fencing number of whoever holds the lease.
    var epoch: Int64
    var lastSeq: Int64
    let leaseUntil: Timestamp
    let now: Timestamp
}
