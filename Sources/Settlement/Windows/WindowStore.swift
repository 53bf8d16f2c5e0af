package import Deductions
package import JSON
package import MariaDB
package import Values

/// The `batch_window` table.
package enum WindowStore {
    private static let columns: StaticString = """
        merchant_id, currency, window_at, state, seen_count, seen_amount, seen_new_payers, seen_largest, reasons, \
        released_by, last_payer_id, charged_count, charged_amount, declined_count
        """

    static func clock(_ session: Session) throws(DatabaseFailure) -> Timestamp {
        let rows = try session.query("SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)")
        return Timestamp(microseconds: rows.first?.int64(0) ?? 0)
    }

    /// The window with this key, locked if it is there.
    package static func lock(_ key: WindowKey, _ session: Session) throws(DatabaseFailure) -> BatchWindow? {
        try session.query(
            """
            SELECT \(identifier: columns) FROM batch_window WHERE merchant_id = \(key.merchant.number)
            AND currency = \(key.currency.number) AND window_at = \(key.opensAt.microseconds) FOR UPDATE
            """
        ).first.flatMap(window)
    }

    /// A merchant's windows before one, the latest first, as far back as they tell what is usual.
    static func history(_ key: WindowKey, limit: Int, _ session: Session) throws(DatabaseFailure) -> [WindowFigures] {
        try session.query(
            """
            SELECT seen_count, seen_amount, seen_new_payers, seen_largest FROM batch_window
            WHERE merchant_id = \(key.merchant.number) AND currency = \(key.currency.number)
            AND window_at < \(key.opensAt.microseconds) AND state = 'done' ORDER BY window_at DESC LIMIT \(limit)
            """
        ).map {
            WindowFigures(count: $0.int64(0), amount: $0.int64(1), newPayers: $0.int64(2), largest: $0.int64(3))
        }
    }

    /// Writes a window as it was found: a new one, or one that something waits for anew.
    static func open(
        _ key: WindowKey, _ state: BatchWindow.State, seen: WindowFigures, _ reasons: [WindowReason],
        at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute(
            """
            INSERT INTO batch_window (merchant_id, currency, window_at, state, seen_count, seen_amount,
            seen_new_payers, seen_largest, reasons, opened_at) VALUES (\(key.merchant.number),
            \(key.currency.number), \(key.opensAt.microseconds), \(state.rawValue), \(seen.count), \(seen.amount),
            \(seen.newPayers), \(seen.largest), \(json(reasons)), \(now.microseconds))
            ON DUPLICATE KEY UPDATE state = VALUES(state), reasons = COALESCE(VALUES(reasons), reasons),
            last_payer_id = 0
            """)
    }

    /// Locks one that is ready and that nobody else works on, the earliest first; nil: there is none.
    static func claim(until time: Timestamp, _ session: Session) throws(DatabaseFailure) -> BatchWindow? {
        try session.query(
            """
            SELECT \(identifier: columns) FROM batch_window FORCE INDEX (by_state)
            WHERE state = 'ready' AND window_at <= \(time.microseconds) ORDER BY window_at LIMIT 1
            FOR UPDATE SKIP LOCKED
            """
        ).first.flatMap(window)
    }

    /// How many are ready, whoever works on them.
    static func readyCount(until time: Timestamp, _ session: Session) throws(DatabaseFailure) -> Int64 {
        try session.query(
            "SELECT COUNT(*) FROM batch_window WHERE state = 'ready' AND window_at <= \(time.microseconds)"
        ).first?.int64(0) ?? 0
    }

    /// Writes down how far a locked window is.
    static func check(_ window: BatchWindow, at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE batch_window SET state = \(window.state.rawValue), last_payer_id = \(window.lastPayer.number),
            charged_count = \(window.chargedCount), charged_amount = \(window.chargedAmount),
            declined_count = \(window.declinedCount),
            done_at = \(window.state == .done ? now.microseconds : nil)
            WHERE merchant_id = \(window.key.merchant.number) AND currency = \(window.key.currency.number)
            AND window_at = \(window.key.opensAt.microseconds)
            """)
    }

    /// Lets a window go on in an operator's name.
    package static func release(
        _ key: WindowKey, by operatorName: String, _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE batch_window SET state = 'ready', released_by = \(operatorName), last_payer_id = 0
            WHERE merchant_id = \(key.merchant.number) AND currency = \(key.currency.number)
            AND window_at = \(key.opensAt.microseconds)
            """)
    }

    /// Windows, the latest first; `stoppedOnly`: those of which something waits for an operator.
    package static func windows(
        stoppedOnly: Bool, of merchant: Identifier?, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [BatchWindow] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM batch_window
            WHERE (\(stoppedOnly ? 1 : 0) = 0 OR (reasons IS NOT NULL AND released_by IS NULL))
            AND merchant_id = COALESCE(\(merchant?.number), merchant_id)
            ORDER BY window_at DESC, merchant_id LIMIT \(limit)
            """
        ).compactMap(window)
    }

    /// How many windows from `begin` on, before `end`, have something that waits for an operator.
    static func stoppedCount(
        from begin: Timestamp, to end: Timestamp, of merchant: Identifier?, _ session: Session
    ) throws(DatabaseFailure) -> Int64 {
        try session.query(
            """
            SELECT COUNT(*) FROM batch_window WHERE window_at >= \(begin.microseconds)
            AND window_at < \(end.microseconds) AND reasons IS NOT NULL AND released_by IS NULL
            AND merchant_id = COALESCE(\(merchant?.number), merchant_id)
            """
        ).first?.int64(0) ?? 0
    }

    private static func window(_ row: Row) -> BatchWindow? {
        guard let currency = Currency(number: row.int64(1)), let state = BatchWindow.State(rawValue: row.string(3))
        else { return nil }
        let key = WindowKey(
            merchant: Identifier(row.int64(0)), currency: currency, opensAt: Timestamp(microseconds: row.int64(2)))
        let seen = WindowFigures(
            count: row.int64(4), amount: row.int64(5), newPayers: row.int64(6), largest: row.int64(7))
        return BatchWindow(
            key: key, state: state, seen: seen, reasons: reasons(row.optionalBytes(8)),
            releasedBy: row.optionalString(9), lastPayer: Identifier(row.int64(10)), chargedCount: row.int64(11),
            chargedAmount: row.int64(12), declinedCount: row.int64(13))
    }

    private static func json(_ reasons: [WindowReason]) -> [UInt8]? {
        guard !reasons.isEmpty else { return nil }
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.array("reasons") { writer in
                for reason in reasons { writer.object { reason.write(into: &$0) } }
            }
        }
        return writer.bytes
    }

    private static func reasons(_ bytes: [UInt8]?) -> [WindowReason] {
        guard let bytes, let value = try? JSONReader.parse(bytes), case .array(let all)? = value["reasons"] else {
            return []
        }
        return all.compactMap { value in
            guard case .string(let name)? = value["figure"], let figure = WindowReason.Figure(rawValue: name),
                case .integer(let amount)? = value["value"], case .integer(let usual)? = value["usual"]
            else { return nil }
            return WindowReason(figure: figure, value: amount, usual: usual)
        }
    }
}

extension WindowReason {
    /// As machines and the table read it.
    package func write(into writer: inout JSONWriter) {
        writer.field("figure", figure.rawValue)
        writer.field("value", value)
        writer.field("usual", usual)
    }
}
