internal import CMariaDB

/// One connection to MariaDB, used by one thread at a time.
///
/// It is never made anew behind its user's back: a reconnect would lose the transaction, the isolation level and the
/// prepared statements while the next COMMIT succeeds on nothing. Once lost, every call fails with
/// `.connectionLost`, and the owner opens another one.
@safe package final class Session {
    let handle: UnsafeMutablePointer<MYSQL>
    let statements = StatementCache(limit: 256)
    /// True once the connection failed or was closed. What was in flight has an unknown outcome.
    package private(set) var isLost = false
    /// The server's number for this connection, what `KILL` takes.
    package let connectionID: UInt64

    /// Connects and sets up the session: READ COMMITTED, UTC, UTF-8 compared as bytes, strict SQL mode.
    package init(
        _ address: DatabaseAddress, timeouts: SessionTimeouts = .standard
    ) throws(DatabaseFailure) {
        Library.start()
        guard let made = unsafe mysql_init(nil) else {
            throw DatabaseFailure(code: UInt32(CR_OUT_OF_MEMORY), message: "mysql_init")
        }
        unsafe Self.setOptions(made, address, timeouts)
        guard unsafe Self.connect(made, address) else {
            let failure = unsafe Self.failure(of: made)
            unsafe mysql_close(made)
            throw failure
        }
        unsafe handle = made
        connectionID = unsafe UInt64(mysql_thread_id(made))
        try runText(Self.setUp)
    }

    deinit { close() }

    /// Ends the connection; an open transaction is rolled back by the server. Calling again does nothing.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        isLost = true
        underWay.removeAll()
        statements.removeAll()
        unsafe mysql_close(handle)
    }
    private var isClosed = false

    /// What was sent and not yet answered, in that order.
    var underWay: [(text: String, sent: SentStatement)] = []
    /// What was answered with a failure that somebody may still have to hear of.
    var failures: [SentStatement] = []

    /// Whether the server has a transaction open for this session, as of its last answer.
    package var isInTransaction: Bool {
        unsafe !isLost && handle.pointee.server_status & UInt32(SERVER_STATUS_IN_TRANS) != 0
    }

    /// Runs a statement that answers with no rows. Returns the rows affected (0 for rows that were already so).
    @discardableResult
    package func execute(_ sql: SQL) throws(DatabaseFailure) -> UInt64 {
        guard !sql.values.isEmpty else { return try runText(sql.text) }
        return try prepared(sql.text) { statement throws(DatabaseFailure) in try statement.execute(sql.values) }
    }

    /// Runs a statement and reads its whole answer.
    package func query(_ sql: SQL) throws(DatabaseFailure) -> [Row] {
        guard !sql.values.isEmpty else { return try readText(sql.text).rows }
        return try prepared(sql.text) { statement throws(DatabaseFailure) in try statement.query(sql.values) }.rows
    }

    /// Runs a statement once for each row of `columns` (one column for each `?`), in one round trip and as one
    /// statement: when a row fails none of them happened. Returns the rows affected; no rows, no round trip.
    @discardableResult
    package func run(_ statement: SQL, _ columns: [Column], rows: Int) throws(DatabaseFailure) -> UInt64 {
        precondition(statement.values.isEmpty, "values of a set-based statement come in columns")
        guard rows > 0 else { return 0 }
        return try prepared(statement.text) { prepared throws(DatabaseFailure) in
            try prepared.execute(columns, rows: rows)
        }
    }

    package func begin() throws(DatabaseFailure) { try runText("START TRANSACTION") }
    package func commit() throws(DatabaseFailure) { try runText("COMMIT") }

    /// Undoes the open transaction, with whatever is still under way.
    package func rollback() throws(DatabaseFailure) {
        _ = receiveAll()
        try runText("ROLLBACK")
    }

    /// Runs `body` in a transaction: committed when it returns, undone when it throws.
    package func transaction<Result>(
        _ body: () throws(DatabaseFailure) -> Result
    ) throws(DatabaseFailure) -> Result {
        try begin()
        do throws(DatabaseFailure) {
            let result = try body()
            try commit()
            return result
        } catch {
            try? rollback()
            throw error
        }
    }

    /// Runs `body` in a transaction that only reads, and reads all of it as it was at one moment: of any other
    /// transaction it sees the whole or nothing.
    package func snapshot<Result>(
        _ body: () throws(DatabaseFailure) -> Result
    ) throws(DatabaseFailure) -> Result {
        try runText("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        try runText("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        do throws(DatabaseFailure) {
            let result = try body()
            try commit()
            return result
        } catch {
            try? rollback()
            throw error
        }
    }

    private func prepared<Result>(
        _ text: String, _ body: (PreparedStatement) throws(DatabaseFailure) -> Result
    ) throws(DatabaseFailure) -> Result {
        try requireConnection()
        try settle()
        do throws(DatabaseFailure) {
            return try body(unsafe statements.statement(text, in: handle))
        } catch {
            // A table changed under the statement may have left it useless: prepare it anew next time.
            if error.kind == .other { statements.remove(text) }
            throw noted(error)
        }
    }

    func requireConnection() throws(DatabaseFailure) {
        if isLost { throw DatabaseFailure(code: UInt32(CR_SERVER_GONE_ERROR), message: "the session was lost") }
    }

    /// Remembers that the connection is gone, whatever the failure's number says of the statement.
    func noted(_ failure: DatabaseFailure) -> DatabaseFailure {
        if failure.kind == .connectionLost { isLost = true }
        return failure
    }
}
