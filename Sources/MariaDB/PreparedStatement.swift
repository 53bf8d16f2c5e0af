internal import CMariaDB

/// A statement prepared in one session (https://mariadb.com/kb/en/prepared-statements-in-mariadb-connectorc/).
///
/// It dies with its session, and must be closed before it.
@safe final class PreparedStatement {
    let handle: UnsafeMutablePointer<MYSQL_STMT>
    let parameterCount: Int
    /// When the cache last gave it out.
    var lastUse: UInt64 = 0
    /// Where fetched rows land; made at the first execution, nil for a statement without an answer.
    private var landing: Landing?

    init(_ session: UnsafeMutablePointer<MYSQL>, _ text: String) throws(DatabaseFailure) {
        guard let made = unsafe mysql_stmt_init(session) else {
            throw DatabaseFailure(code: UInt32(CR_OUT_OF_MEMORY), message: "mysql_stmt_init")
        }
        var text = text
        let refused = text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) {
                unsafe mysql_stmt_prepare(made, $0.baseAddress, UInt($0.count))
            }
        }
        if refused != 0 {
            let failure = unsafe Self.failure(of: made)
            unsafe mysql_stmt_close(made)
            throw failure
        }
        unsafe handle = made
        parameterCount = unsafe Int(mysql_stmt_param_count(made))
    }

    deinit { unsafe mysql_stmt_close(handle) }

    /// Runs the statement once. Returns the rows affected.
    func execute(_ values: [SQLValue]) throws(DatabaseFailure) -> UInt64 {
        try start(ParameterSet(values), arraySize: 0)
        let affected = unsafe mysql_stmt_affected_rows(handle)
        if unsafe mysql_stmt_field_count(handle) > 0 {
            unsafe mysql_stmt_free_result(handle)
            return 0
        }
        return affected
    }

    /// Runs the statement once for each row, all in one round trip and as one statement: a row that fails undoes all.
    func execute(_ columns: [Column], rows: Int) throws(DatabaseFailure) -> UInt64 {
        try start(ParameterSet(columns, rows: rows), arraySize: UInt32(rows))
        return unsafe mysql_stmt_affected_rows(handle)
    }

    /// Runs the statement once and reads its whole answer.
    func query(_ values: [SQLValue]) throws(DatabaseFailure) -> RowSet {
        try start(ParameterSet(values), arraySize: 0)
        let landing = try prepareLanding()
        defer { unsafe mysql_stmt_free_result(handle) }
        return try unsafe landing.readAll(handle)
    }

    /// Sends the statement; its answer has to be received before it is used again.
    func send(_ values: [SQLValue]) throws(DatabaseFailure) {
        try start(ParameterSet(values), arraySize: 0, waits: false)
    }

    /// Sends the statement for each row; its answer has to be received before it is used again.
    func send(_ columns: [Column], rows: Int) throws(DatabaseFailure) {
        try start(ParameterSet(columns, rows: rows), arraySize: UInt32(rows), waits: false)
    }

    /// Reads the whole answer to what was sent.
    func receive() throws(DatabaseFailure) -> SentStatement.Answer {
        if unsafe kadock_stmt_receive(handle) != 0 { throw failure() }
        let affected = unsafe mysql_stmt_affected_rows(handle)
        guard unsafe mysql_stmt_field_count(handle) > 0 else { return .init(affectedRows: affected, rows: nil) }
        let landing = try prepareLanding()
        defer { unsafe mysql_stmt_free_result(handle) }
        return .init(affectedRows: 0, rows: try unsafe landing.readAll(handle))
    }

    private func start(_ parameters: ParameterSet, arraySize: UInt32, waits: Bool = true) throws(DatabaseFailure) {
        precondition(parameters.count == parameterCount, "\(parameterCount) parameters, \(parameters.count) values")
        var size = arraySize
        // bind_param copies the descriptions; the values they point to live until `parameters` goes.
        let failed = withExtendedLifetime(parameters) {
            unsafe mysql_stmt_attr_set(handle, STMT_ATTR_ARRAY_SIZE, &size) != 0
                || (parameterCount > 0 && mysql_stmt_bind_param(handle, parameters.binds) != 0)
                || (waits ? mysql_stmt_execute(handle) : kadock_stmt_send(handle)) != 0
        }
        if failed { throw failure() }
    }

    private func prepareLanding() throws(DatabaseFailure) -> Landing {
        let fields = unsafe Int(mysql_stmt_field_count(handle))
        // The server prepares anew after a change of the table: the columns may have changed with it.
        if let landing, landing.columnCount == fields {
            return landing
        }
        let made = try unsafe Landing(handle)
        landing = made
        return made
    }

    private func failure() -> DatabaseFailure { unsafe Self.failure(of: handle) }

    static func failure(of handle: UnsafeMutablePointer<MYSQL_STMT>) -> DatabaseFailure {
        unsafe DatabaseFailure(code: mysql_stmt_errno(handle), message: String(cString: mysql_stmt_error(handle)))
    }
}
