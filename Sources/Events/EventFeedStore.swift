package import MariaDB
package import Values

/// Merchants' feeds: the events that have positions.
package enum EventFeedStore {
    /// A merchant's events behind position `after`, oldest first.
    package static func entries(
        of merchant: Identifier, after: Int64, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [FeedEntry] {
        let places = try session.query(
            """
            SELECT merchant_seq, event_id FROM event_position
            WHERE merchant_id = \(merchant.number) AND merchant_seq > \(after) ORDER BY merchant_seq LIMIT \(limit)
            """)
        return try entries(at: places, session)
    }

    /// Those of these events that have positions, in no order.
    package static func entries(of events: [Identifier], _ session: Session) throws(DatabaseFailure) -> [FeedEntry] {
        let places = try session.query(
            """
            SELECT merchant_seq, event_id FROM event_position WHERE event_id IN \(list: events.map(\.number))
            """)
        return try entries(at: places, session)
    }

    private static func entries(at places: [Row], _ session: Session) throws(DatabaseFailure) -> [FeedEntry] {
        guard !places.isEmpty else { return [] }
        let events = try EventStore.events(places.map { Identifier($0.int64(1)) }, session)
        let byID = Dictionary(events.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        return places.compactMap { place in
            byID[Identifier(place.int64(1))].map { FeedEntry(seq: place.int64(0), event: $0) }
        }
    }

    /// The last positions in these merchants' feeds; a merchant without events is missing.
    package static func heads(
        of merchants: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: Int64] {
        try SequenceStore.heads(of: merchants, session)
    }
}
