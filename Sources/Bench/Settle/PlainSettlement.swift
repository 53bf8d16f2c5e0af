import Deductions
import MariaDB
import Threading
import Values

/// What windows write, written without an engine: the same rows of the same tables, in a schema of their own, by
/// statements that are prepared and bound to arrays, in transactions as large as a lane's, each with a durable commit.
/// Nothing is looked up, locked, checked or decided.
struct PlainSettlement {
    /// Payers in one transaction: as many as a lane takes.
    private static let payersAtOnce = 128

    /// One payer and its payments.
    private struct Owed: Sendable {
        let payer: Int64
        let merchant: Int64
        var payments: [(id: Int64, amount: Int64)]
    }

    private let address: DatabaseAddress
    private let sessions: Int
    private let owed: [Owed]
    private let window: Int64
    private let lanes: [Int64]
    /// Numbers of entries and events: none has been given yet in this schema.
    private let firstNumber: Int64

    let items: Int

    /// Makes the schema anew, with the tables and their indexes, and queues payments of the first payers there.
    init(_ administrator: DatabaseAddress, payers: Int, items: Int, sessions: Int) throws(DatabaseFailure) {
        var address = administrator
        let session = try Session(administrator, timeouts: .patient)
        try session.execute("DROP DATABASE IF EXISTS kadock_plain")
        try session.execute("CREATE DATABASE kadock_plain")
        try session.execute("CREATE TABLE kadock_plain.lane LIKE lane")
        try session.execute("CREATE TABLE kadock_plain.payment LIKE payment")
        try session.execute("CREATE TABLE kadock_plain.queue_item LIKE queue_item")
        try session.execute("CREATE TABLE kadock_plain.entry LIKE entry")
        try session.execute("CREATE TABLE kadock_plain.event LIKE event")
        try session.execute("CREATE TABLE kadock_plain.idempotency LIKE idempotency")
        try session.execute("CREATE TABLE kadock_plain.wallet LIKE wallet")
        try session.execute("CREATE TABLE kadock_plain.merchant_account LIKE merchant_account")
        try session.execute("CREATE TABLE kadock_plain.lane_balance LIKE lane_balance")
        try session.execute("INSERT INTO kadock_plain.wallet SELECT * FROM wallet")
        session.close()
        address.database = "kadock_plain"
        self.address = address
        self.items = items
        self.sessions = sessions
        let inside = try Session(address, timeouts: .patient)
        defer { inside.close() }
        let queued = QueuedItems(count: items, payers: payers)
        try queued.write(inside)
        window = queued.window.microseconds
        firstNumber = queued.firstID + (1 << 30)
        owed = try Self.owed(inside)
        var lanes: [Int64] = []
        for _ in 0..<sessions {
            let row = try inside.query("INSERT INTO lane (worker, started_at) VALUES ('plain', 0) RETURNING id").first
            lanes.append(row?.int64(0) ?? 0)
        }
        self.lanes = lanes
    }

    private static func owed(_ session: Session) throws(DatabaseFailure) -> [Owed] {
        var all: [Owed] = []
        let rows = try session.query(
            """
            SELECT payer_id, merchant_id, payment_id, amount FROM queue_item
            ORDER BY merchant_id, payer_id, payment_id
            """
        )
        for row in rows {
            if all.last?.payer != row.int64(0) {
                all.append(Owed(payer: row.int64(0), merchant: row.int64(1), payments: []))
            }
            all[all.count - 1].payments.append((row.int64(2), row.int64(3)))
        }
        return all
    }

    /// Writes all of it; returns how many seconds that took.
    func run() throws(LoadFailure) -> Double {
        let failure = Guarded<String?>(nil)
        let begin = MonotonicTime.nanoseconds
        let threads = (0..<sessions).map { number in
            JoinableThread(name: "plain \(number)") {
                do throws(DatabaseFailure) {
                    try write(part: number)
                } catch {
                    let reason = "\(error)"
                    failure.withLock { $0 = $0 ?? reason }
                }
            }
        }
        for thread in threads { thread.join() }
        if let reason = failure.withLock({ $0 }) { throw LoadFailure("the plain writer failed: \(reason)") }
        return Double(MonotonicTime.nanoseconds - begin) / 1e9
    }

    /// Every other batch, and so on: each session's numbers grow, and no two sessions meet in a payer.
    private func write(part: Int) throws(DatabaseFailure) {
        let session = try Session(address)
        defer { session.close() }
        let starts = Array(stride(from: 0, to: owed.count, by: Self.payersAtOnce))
        for (batch, start) in starts.enumerated() where batch % sessions == part {
            let payers = owed[start..<min(start + Self.payersAtOnce, owed.count)]
            // Room for all entries and events of a batch.
            let numbers = firstNumber + Int64(batch) << 20
            try session.transaction { () throws(DatabaseFailure) in
                try session.send("UPDATE lane SET last_batch = last_batch + 1 WHERE id = \(lanes[part])")
                try write(payers, lane: lanes[part], batch: Int64(batch), numbers: numbers, session)
                try session.settle()
            }
        }
    }

    private func write(
        _ payers: ArraySlice<Owed>, lane: Int64, batch: Int64, numbers: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        let now = WallClock.now().microseconds
        let rows = PlainRows(
            payers.enumerated().flatMap { index, owed in
                owed.payments.map {
                    PlainRows.Item(
                        payment: $0.id, payer: owed.payer, merchant: owed.merchant, amount: $0.amount,
                        posting: numbers + Int64(index))
                }
            }, firstEvent: numbers + Int64(payers.count), lane: lane, batch: batch, window: window, now: now)
        try rows.writeEntries(session)
        try rows.writeEvents(session)
        try rows.writePayments(session)
        try rows.writeAccounts(session)
    }
}
