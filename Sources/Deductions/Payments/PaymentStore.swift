import Channels
package import MariaDB
import Policies
package import Values

/// The `payment` table.
package enum PaymentStore {
    static let columns: StaticString = """
        id, merchant_id, payer_id, out_trade_no, mode, requested_mode, channel, currency, amount, subject, scenario, \
        notify_url, return_url, client, metadata, docking, created_at, state, held, captured, refunded, fee, \
        surplus, hold_expires_at, decline_code, paid_by, paid_through, \
        channel_trade_no, version, updated_at, added, counted_day, hold_seconds, capture_by, policy
        """

    /// Inserts payments, sorted by id.
    static func insert(_ payments: [Payment], _ session: Session) throws(DatabaseFailure) {
        let terms = payments.map(\.terms)
        try session.send(
            """
            INSERT INTO payment (\(identifier: columns)) VALUES
            (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(terms.map(\.id.number)), .int64(terms.map(\.merchant.number)),
                .int64(terms.map { ($0.payer ?? .system).number }), .bytes(terms.map { Array($0.outTradeNo.utf8) }),
                .text(terms.map(\.mode.rawValue)), .text(terms.map(\.requestedMode)), .text(terms.map(\.channel)),
                .int64(terms.map(\.money.currency.number)), .int64(terms.map(\.money.minor)),
                .text(terms.map(\.subject)), .text(terms.map(\.scenario)), .text(terms.map(\.notifyURL)),
                .text(terms.map(\.returnURL)), .bytes(terms.map(\.client)), .bytes(terms.map(\.metadata)),
                .bytes(terms.map(\.docking)), .int64(terms.map(\.createdAt.microseconds)),
            ] + standing(payments) + [
                .optionalInt64(terms.map(\.hold?.seconds)), .text(terms.map(\.hold?.capturer.rawValue)),
                .bytes(terms.map(\.policy?.json)),
            ], rows: payments.count)
    }

    /// Writes the standing of payments that this transaction has locked, sorted by id.
    static func update(_ payments: [Payment], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            UPDATE payment SET state = ?, held = ?, captured = ?, refunded = ?, fee = ?, surplus = ?,
            hold_expires_at = ?, decline_code = ?, paid_by = ?, paid_through = ?, channel_trade_no = ?, version = ?,
            updated_at = ?, added = ?, counted_day = ? WHERE id = ?
            """,
            standing(payments) + [.int64(payments.map(\.terms.id.number))], rows: payments.count)
    }

    /// Writes how the shop of a payment wants to be told of it; of one that no longer waits for its payer it stays as
    /// it is.
    package static func redock(
        _ payment: Identifier, _ docking: [UInt8], _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute(
            "UPDATE payment SET docking = \(docking) WHERE id = \(payment.number) AND state = 'pending'")
    }

    private static func standing(_ payments: [Payment]) -> [Column] {
        let standings = payments.map(\.standing)
        return [
            .text(standings.map(\.state.rawValue)), .int64(standings.map(\.held)), .int64(standings.map(\.captured)),
            .int64(standings.map(\.refunded)), .int64(standings.map(\.fee)), .int64(standings.map(\.surplus)),
            .optionalInt64(standings.map(\.holdExpiresAt?.microseconds)),
            .text(standings.map(\.declineCode?.rawValue)), .optionalInt64(standings.map(\.paidBy?.number)),
            .text(standings.map(\.trade?.channel)),
            .bytes(standings.map { $0.trade.map { Array($0.number.utf8) } }), .int64(standings.map(\.version)),
            .int64(standings.map(\.updatedAt.microseconds)), .int64(standings.map(\.added)),
            .optionalInt64(standings.map(\.countedOn)),
        ]
    }

    /// Locks payments in the order of their ids. Some hundred at once: a longer list would be padded to several times
    /// its length, and from 1,000 on the server makes a table of it.
    static func lock(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Identifier: Payment] {
        var found: [Identifier: Payment] = [:]
        found.reserveCapacity(ids.count)
        for start in stride(from: 0, to: ids.count, by: locksAtOnce) {
            let part = ids[start..<min(start + locksAtOnce, ids.count)]
            let rows = try session.query(
                """
                SELECT \(identifier: columns) FROM payment FORCE INDEX (PRIMARY)
                WHERE id IN \(list: part.map(\.number)) ORDER BY id FOR UPDATE
                """)
            for payment in rows.lazy.compactMap(payment) { found[payment.terms.id] = payment }
        }
        return found
    }

    private static let locksAtOnce = 256

    /// Where payments belong.
    static func links(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Identifier: PaymentLink] {
        let rows = try session.query(
            "SELECT id, merchant_id, COALESCE(paid_by, payer_id) FROM payment WHERE id IN \(list: ids.map(\.number))")
        var links: [Identifier: PaymentLink] = [:]
        for row in rows {
            let id = Identifier(row.int64(0))
            let payer = Identifier(row.int64(2))
            links[id] = PaymentLink(
                payment: id, merchant: Identifier(row.int64(1)), payer: payer == .system ? nil : payer)
        }
        return links
    }

    /// The merchants' own numbers of these payments.
    package static func numbers(
        of ids: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try session.query(
            "SELECT id, out_trade_no FROM payment WHERE id IN \(list: ids.map(\.number))")
        return Dictionary(rows.map { (Identifier($0.int64(0)), $0.string(1)) }, uniquingKeysWith: { $1 })
    }

    /// How the shops of these payments are told: much less to read than whole payments.
    package static func notifyTerms(
        of ids: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: NotifyTerms] {
        let rows = try session.query(
            """
            SELECT id, out_trade_no, notify_url, docking IS NOT NULL FROM payment WHERE id IN \(list: ids.map(\.number))
            """)
        var terms: [Identifier: NotifyTerms] = [:]
        for row in rows {
            let id = Identifier(row.int64(0))
            terms[id] = NotifyTerms(
                payment: id, outTradeNo: row.string(1), notifyURL: row.optionalString(2),
                door: PaymentTerms.Door(leavesWord: row.int64(3) == 1))
        }
        return terms
    }

    /// The payments with these ids, without lock.
    package static func payments(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Payment] {
        try session.query("SELECT \(identifier: columns) FROM payment WHERE id IN \(list: ids.map(\.number))")
            .compactMap(payment)
    }

    static func payment(_ row: Row) -> Payment? {
        guard let mode = Mode(rawValue: row.string(4)), let currency = Currency(number: row.int64(7)),
            let state = PaymentState(rawValue: row.string(17))
        else { return nil }
        let payer = Identifier(row.int64(2))
        let terms = PaymentTerms(
            id: Identifier(row.int64(0)), merchant: Identifier(row.int64(1)), payer: payer == .system ? nil : payer,
            outTradeNo: row.string(3), mode: mode, requestedMode: row.optionalString(5), hold: hold(row),
            policy: row.optionalBytes(34).flatMap(PolicyTerms.init(json:)),
            channel: row.string(6), money: Money(row.int64(8), currency), subject: row.string(9),
            scenario: row.optionalString(10),
            notifyURL: row.optionalString(11), returnURL: row.optionalString(12), client: row.optionalBytes(13),
            metadata: row.optionalBytes(14), docking: row.optionalBytes(15),
            createdAt: Timestamp(microseconds: row.int64(16)))
        var standing = PaymentStanding(state: state, updatedAt: Timestamp(microseconds: row.int64(29)))
        standing.held = row.int64(18)
        standing.captured = row.int64(19)
        standing.refunded = row.int64(20)
        standing.fee = row.int64(21)
        standing.surplus = row.int64(22)
        standing.holdExpiresAt = row.optionalInt64(23).map(Timestamp.init(microseconds:))
        standing.declineCode = row.optionalString(24).flatMap(DeclineCode.init(rawValue:))
        standing.paidBy = row.optionalInt64(25).map(Identifier.init)
        standing.trade = row.optionalString(26).map { ChannelTrade(channel: $0, number: row.string(27)) }
        standing.version = row.int64(28)
        standing.added = row.int64(30)
        standing.countedOn = row.optionalInt64(31)
        return Payment(terms: terms, standing: standing)
    }

    private static func hold(_ row: Row) -> HoldTerms? {
        guard let seconds = row.optionalInt64(32), let capturer = HoldTerms.Capturer(rawValue: row.string(33)) else {
            return nil
        }
        return HoldTerms(seconds: seconds, capturer: capturer)
    }
}
