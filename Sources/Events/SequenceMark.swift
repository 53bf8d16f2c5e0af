package import MariaDB

/// All that was committed at some moment: a mark that positions reach sooner or later.
package struct SequenceMark: Sendable {
    private let batches: [Int64: Int64]

    /// What is committed now.
    package init(_ session: Session) throws(DatabaseFailure) {
        batches = Dictionary(
            try SequenceStore.lastBatches(session).map { ($0.lane, $0.batch) }, uniquingKeysWith: { $1 })
    }

    /// Whether all of it has positions.
    package func isReached(_ session: Session) throws(DatabaseFailure) -> Bool {
        let sequenced = try SequenceStore.sequencedBatches(session)
        return batches.allSatisfy { lane, batch in (sequenced[lane] ?? 0) >= batch }
    }
}
