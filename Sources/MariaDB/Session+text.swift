internal import CMariaDB

// Statements without values go as plain text: one round trip, nothing to prepare.
extension Session {
    /// Runs statements that come from a file of the program (migrations, grants), separated by `;` at a line's end.
    /// The one door for text that is not a literal: never give it anything received.
    package func script(_ text: String) throws(DatabaseFailure) {
        for statement in Script.statements(of: text) { try runText(statement) }
    }

    /// Runs one statement and drops its answer. Returns the rows affected.
    @discardableResult
    func runText(_ text: String) throws(DatabaseFailure) -> UInt64 {
        try send(text)
        guard unsafe mysql_field_count(handle) == 0 else {
            _ = try storeResult()
            return 0
        }
        return unsafe mysql_affected_rows(handle)
    }

    /// Runs one statement and reads its whole answer.
    func readText(_ text: String) throws(DatabaseFailure) -> RowSet {
        try send(text)
        guard unsafe mysql_field_count(handle) > 0 else { return RowSet.Builder(kinds: []).finish() }
        return try storeResult()
    }

    static func failure(of handle: UnsafeMutablePointer<MYSQL>) -> DatabaseFailure {
        unsafe DatabaseFailure(code: mysql_errno(handle), message: String(cString: mysql_error(handle)))
    }

    private func send(_ text: String) throws(DatabaseFailure) {
        try requireConnection()
        try settle()
        var text = text
        let failed = text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) {
                unsafe mysql_real_query(handle, $0.baseAddress, UInt($0.count))
            }
        }
        if failed != 0 { throw noted(unsafe Self.failure(of: handle)) }
    }

    private func storeResult() throws(DatabaseFailure) -> RowSet {
        guard let result = unsafe mysql_store_result(handle) else { throw noted(unsafe Self.failure(of: handle)) }
        defer { unsafe mysql_free_result(result) }
        let count = unsafe Int(mysql_num_fields(result))
        let kinds = (0..<count).map { position in
            unsafe mysql_fetch_field_direct(result, UInt32(position)).map { field in
                unsafe RowSet.ColumnKind(field.pointee.type)
            } ?? .bytes
        }
        var rows = RowSet.Builder(kinds: kinds)
        while let row = unsafe mysql_fetch_row(result), let lengths = unsafe mysql_fetch_lengths(result) {
            for position in 0..<count {
                guard let start = unsafe row[position] else {
                    rows.appendNull()
                    continue
                }
                let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(lengths[position]))
                if kinds[position] == .bytes {
                    unsafe rows.append(bytes)
                } else if let number = Int64(unsafe String(decoding: bytes, as: UTF8.self)) {
                    rows.append(number)
                } else {
                    throw DatabaseFailure(kind: .other, message: "column \(position) is beyond 64 bits with a sign")
                }
            }
        }
        return rows.finish()
    }
}
