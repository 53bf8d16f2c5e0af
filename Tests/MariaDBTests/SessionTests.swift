import DevStack
import MariaDB
import Testing

@Suite struct SessionTests {
    let address: DatabaseAddress
    let session: Session

    init() throws {
        address = try TestDatabase.empty()
        session = try Session(address)
        try session.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, name VARBINARY(20), n INT, CHECK (n >= 0))")
    }

    @Test func aSessionIsReadCommittedInUTCAndStrict() throws {
        let row = try #require(
            try session.query("SELECT @@tx_isolation, @@time_zone, @@sql_mode, @@collation_connection").first)
        #expect(row.string(0) == "READ-COMMITTED")
        #expect(row.string(1) == "+00:00")
        #expect(row.string(2).contains("STRICT_ALL_TABLES"))
        #expect(row.string(3) == "utf8mb4_bin")
        #expect(try session.query("SELECT CONNECTION_ID()").first?.int64(0) == Int64(session.connectionID))
    }

    @Test func valuesOfEveryKindComeBackAsTheyWent() throws {
        let longest = [UInt8](repeating: 7, count: 5000)
        let numbers: [Int64] = [.min, -1, 0, 1, .max]
        for number in numbers {
            #expect(try session.query("SELECT \(number)").first?.int64(0) == number)
        }
        let row = try #require(
            try session.query(
                "SELECT \("é" as String), \([0, 39, 92, 255] as [UInt8]), \(nil as Int64?), \(longest), \("" as String)"
            ).first)
        #expect(row.string(0) == "é")
        #expect(row.bytes(1) == [0, 39, 92, 255])
        #expect(row.isNull(2) && row.optionalInt64(2) == nil)
        #expect(row.bytes(3) == longest)
        #expect(row.string(4) == "" && row.count == 5)
    }

    @Test func sumsAndTextAnswersReadAsIntegers() throws {
        try session.execute("INSERT INTO t VALUES (1, 'a', 5), (2, NULL, 6)")
        #expect(try session.query("SELECT SUM(n) FROM t").first?.int64(0) == 11)
        #expect(try session.query("SELECT SUM(n) FROM t WHERE id > \(0)").first?.int64(0) == 11)
        #expect(try session.query("SELECT id, name FROM t ORDER BY id").map { $0.optionalString(1) } == ["a", nil])
        #expect(try session.query("SELECT SUM(n) FROM t WHERE id > 9").first?.optionalInt64(0) == nil)
    }

    @Test func manyRowsKeepTheirOrderAndTheirCells() throws {
        let ids = Array(1...1000 as ClosedRange<Int64>)
        let names = ids.map { Optional(Array("n\($0)".utf8)) }
        #expect(
            try session.run(
                "INSERT INTO t (id, name, n) VALUES (?, ?, ?)", [.int64(ids), .bytes(names), .int64(ids)], rows: 1000)
                == 1000)
        let rows = try session.query("SELECT id, name, n FROM t WHERE id <= \(900) ORDER BY id DESC")
        #expect(rows.map { $0.int64(0) } == (1...900).reversed())
        #expect(rows.allSatisfy { $0.string(1) == "n\($0.int64(0))" && $0.int64(2) == $0.int64(0) })
    }

    @Test func listsOfEveryLengthFindTheirRows() throws {
        for length in [0, 1, 2, 4, 5, 16, 17, 64, 100, 128, 129, 300] {
            let ids = (0..<length).map { Int64($0) }
            let rows = try session.query("SELECT COUNT(*) FROM seq_0_to_999 WHERE seq IN \(list: ids)")
            #expect(rows.first?.int64(0) == Int64(length))
        }
        let words = try session.query("SELECT 'b' IN \(list: ["a", "b"]), 'c' IN \(list: [[UInt8(97)], [98]])")
        #expect(words.first?.int64(0) == 1 && words.first?.int64(1) == 0)
    }

    @Test func tuplesMakeOneStatementWithRowsReturned() throws {
        let rows = try session.query(
            """
            INSERT INTO t (id, name) VALUES \(tuples: [[.int64(1), .text("x")], [.int64(2), .null]])
            ON DUPLICATE KEY UPDATE id = id RETURNING id, name
            """)
        #expect(rows.map { $0.int64(0) } == [1, 2])
        #expect(rows.map { $0.optionalString(1) } == ["x", nil])
    }

    @Test func affectedRowsCountChangesOnly() throws {
        #expect(try session.execute("INSERT INTO t VALUES (1, 'a', 5)") == 1)
        #expect(try session.execute("UPDATE t SET n = \(5) WHERE id = 1") == 0)
        #expect(try session.execute("UPDATE t SET n = \(6) WHERE id = \(1)") == 1)
        #expect(try session.execute("SELECT 1") == 0)
    }

    @Test func theStatementCacheIsBounded() throws {
        for n in 0..<400 {
            let pad = SQL(repeatedSpace: n)
            #expect(try session.query("SELECT id\(part: pad) FROM t WHERE id = \(n)").isEmpty)
        }
        let counters = try session.query(
            """
            SELECT variable_value FROM information_schema.session_status
            WHERE variable_name IN ('Com_stmt_prepare', 'Com_stmt_close') ORDER BY variable_name DESC
            """)
        #expect(counters[0].int64(0) == 400)
        #expect(counters[0].int64(0) - counters[1].int64(0) <= 256)
    }

    @Test func preparedStatementsSurviveAChangeOfTheirTable() throws {
        try session.execute("INSERT INTO t VALUES (1, 'a', 5)")
        func named() throws(DatabaseFailure) -> Row? { try session.query("SELECT name FROM t WHERE id = \(1)").first }
        func whole() throws(DatabaseFailure) -> Row? { try session.query("SELECT * FROM t WHERE id = \(1)").first }
        #expect(try named()?.string(0) == "a" && whole()?.count == 3)
        try session.execute("ALTER TABLE t MODIFY name VARCHAR(2000), ADD COLUMN extra BIGINT DEFAULT 7")
        try session.execute("UPDATE t SET name = REPEAT('b', 2000)")
        #expect(try named()?.string(0) == String(repeating: "b", count: 2000))
        // A `*` that grew fails once, and is right from then on.
        _ = try? whole()
        #expect(try whole()?.int64(3) == 7)
    }

    @Test func isInTransactionFollowsTheServer() throws {
        #expect(!session.isInTransaction)
        try session.begin()
        try session.execute("INSERT INTO t VALUES (1, 'a', 5)")
        #expect(session.isInTransaction)
        try session.rollback()
        #expect(!session.isInTransaction)
        #expect(try session.query("SELECT COUNT(*) FROM t").first?.int64(0) == 0)
    }

    @Test("N1: a value cannot become part of the statement")
    func bindingCannotSplice() throws {
        try session.execute("INSERT INTO t VALUES (1, 'a', 5)")
        let evil = "1' OR '1'='1"
        #expect(try session.query("SELECT id FROM t WHERE name = \(evil)").isEmpty)
        try session.execute("INSERT INTO t (id, name) VALUES (2, \("'); DROP TABLE t; --"))")
        #expect(try session.query("SELECT name FROM t WHERE id = 2").first?.string(0) == "'); DROP TABLE t; --")
        // The statement's text has a placeholder for every value, whatever the value is.
        let statement: SQL = "SELECT \(evil), \(list: [1, 2, 3] as [Int64])"
        #expect(statement.text == "SELECT ?, (?,?,?,?)")
        // Two statements in one text are refused: the server is never told to accept them.
        #expect(failure { () throws(DatabaseFailure) in try session.execute("SELECT 1; DROP TABLE t") }?.code == 1064)
    }

    @Test func aTransactionIsCommittedWhenItReturnsAndUndoneWhenItThrows() throws {
        let other = try Session(address)
        let kept = try session.transaction { () throws(DatabaseFailure) in
            try session.execute("INSERT INTO t VALUES (1, 'a', 5)")
            return 7
        }
        #expect(kept == 7)
        #expect(throws: DatabaseFailure.self) {
            try session.transaction { () throws(DatabaseFailure) in
                try session.execute("INSERT INTO t VALUES (2, 'b', 6)")
                try session.execute("INSERT INTO t VALUES (2, 'again', 6)")
            }
        }
        try session.execute("INSERT INTO t VALUES (3, 'c', 7)")
        #expect(try other.query("SELECT id FROM t ORDER BY id").map { $0.int64(0) } == [1, 3])
    }
}

extension SQL {
    /// A different statement text for each `n`, with the same meaning.
    fileprivate init(repeatedSpace n: Int) {
        var sql: SQL = ""
        for _ in 0..<n { sql = "\(part: sql) " }
        self = sql
    }
}
