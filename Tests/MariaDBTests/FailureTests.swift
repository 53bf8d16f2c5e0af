import DevStack
import MariaDB
import Testing
import Threading

@Suite struct FailureTests {
    let address: DatabaseAddress
    let session: Session

    init() throws {
        address = try TestDatabase.empty()
        session = try Session(address)
        try session.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, n INT NOT NULL, CHECK (n >= 0))")
        try session.execute("INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)")
    }

    private func count() throws -> Int64 { try session.query("SELECT COUNT(*) FROM t").first?.int64(0) ?? -1 }

    @Test func failuresFallIntoTheirClasses() throws {
        let cases: [(SQL, UInt32, DatabaseFailure.Kind)] = [
            ("INSERT INTO t VALUES (1, 1)", 1062, .duplicate),
            ("INSERT INTO t VALUES (9, -1)", 4025, .constraint),
            ("INSERT INTO t VALUES (9, 99999999999)", 1264, .constraint),
            ("INSERT INTO t (id) VALUES (9)", 1364, .constraint),
            ("SELECT CAST(0 AS UNSIGNED) - 1", 1690, .constraint),
            ("SELECT nothing FROM t", 1054, .other),
            ("SET STATEMENT max_statement_time = 0.01 FOR SELECT SLEEP(2)", 1969, .interrupted),
        ]
        for (sql, code, kind) in cases {
            let failed = failure { () throws(DatabaseFailure) in _ = try session.query(sql) }
            #expect(failed?.code == code && failed?.kind == kind, "\(sql.text): \(String(describing: failed))")
        }
        #expect(!session.isLost)
        #expect(try count() == 3)
    }

    @Test("a row that fails undoes a set-based statement, and only it")
    func bulkFailureUndoesTheStatement() throws {
        let insert: SQL = "INSERT INTO t (id, n) VALUES (?, ?)"
        try session.begin()
        try session.execute("INSERT INTO t VALUES (50, 1)")
        let doubled = failure { () throws(DatabaseFailure) in
            try session.run(insert, [.int64([7, 1, 8]), .int64([1, 1, 1])], rows: 3)
        }
        #expect(doubled?.kind == .duplicate)
        let negative = failure { () throws(DatabaseFailure) in
            try session.run(insert, [.int64([7, 8, 9]), .int64([1, -1, 1])], rows: 3)
        }
        #expect(negative?.kind == .constraint)
        #expect(try session.run(insert, [.int64([7]), .int64([1])], rows: 1) == 1)
        #expect(try session.run(insert, [.int64([]), .int64([])], rows: 0) == 0)
        try session.commit()
        #expect(try session.query("SELECT id FROM t ORDER BY id").map { $0.int64(0) } == [1, 2, 3, 7, 50])
    }

    @Test func setBasedStatementsTakeNullsTextsAndUpserts() throws {
        try session.execute("CREATE TABLE u (id BIGINT PRIMARY KEY, a BIGINT, b VARBINARY(9), c VARCHAR(9))")
        let upsert: SQL = """
            INSERT INTO u (id, a, b, c) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(b), c = VALUES(c)
            """
        for round in [1, 2] as [Int64] {
            try session.run(
                upsert,
                [
                    .int64([1, 2]), .optionalInt64([nil, round]), .bytes([[0, 255], nil]), .text([nil, "é\(round)"]),
                ], rows: 2)
        }
        let rows = try session.query("SELECT a, b, c FROM u ORDER BY id")
        #expect(rows[0].isNull(0) && rows[0].bytes(1) == [0, 255] && rows[0].isNull(2))
        #expect(rows[1].int64(0) == 2 && rows[1].isNull(1) && rows[1].string(2) == "é2")
        #expect(
            try session.run("UPDATE u SET a = ? WHERE id = ?", [.int64([5, 6]), .int64([1, 2])], rows: 2) == 2)
        #expect(try session.query("SELECT a FROM u ORDER BY id").map { $0.int64(0) } == [5, 6])
    }

    @Test("a deadlock takes one whole transaction and leaves the other")
    func deadlock() throws {
        let address = address
        let ready = Reply<Bool>()
        let victim = Reply<DatabaseFailure.Kind>()
        let thread = JoinableThread(name: "deadlock") {
            let failed = failure { () throws(DatabaseFailure) in
                let other = try Session(address)
                // On a busy machine the second it has would pass before the other one asks for its row.
                try other.execute("SET innodb_lock_wait_timeout = 30")
                try other.begin()
                try other.execute("UPDATE t SET n = n + 1 WHERE id = 2")
                ready.send(true)
                try other.execute("UPDATE t SET n = n + 1 WHERE id = 1")
            }
            if let failed { victim.send(failed.kind) }
        }
        try session.execute("SET innodb_lock_wait_timeout = 30")
        try session.begin()
        try session.execute("UPDATE t SET n = n + 1 WHERE id = 1")
        #expect(ready.receive() == true)
        let mine = failure { () throws(DatabaseFailure) in try session.execute("UPDATE t SET n = n + 1 WHERE id = 2") }
        try session.rollback()
        thread.join()
        let theirs = victim.receive(until: .milliseconds(0))
        #expect([mine?.kind, theirs].filter { $0 == .rolledBack }.count == 1)
    }

    @Test("1205 is a lock timeout; this server's setting takes the whole transaction with it")
    func lockTimeoutUnderOurSettings() throws {
        let other = try Session(address)
        try other.begin()
        try other.execute("UPDATE t SET n = n + 1 WHERE id = 1")
        try session.begin()
        try session.execute("INSERT INTO t VALUES (9, 9)")
        let failed = failure { () throws(DatabaseFailure) in
            try session.execute("UPDATE t SET n = n + 1 WHERE id = 1")
        }
        #expect(failed?.code == 1205 && failed?.kind == .lockTimeout)
        try session.commit()
        try other.rollback()
        #expect(try count() == 3)
    }

    @Test("READ COMMITTED: a second look sees what was committed in between")
    func readCommitted() throws {
        let other = try Session(address)
        try session.begin()
        #expect(try session.query("SELECT n FROM t WHERE id = \(1)").first?.int64(0) == 10)
        try other.execute("UPDATE t SET n = \(70) WHERE id = \(1)")
        #expect(try session.query("SELECT n FROM t WHERE id = \(1)").first?.int64(0) == 70)
        #expect(try session.query("SELECT n FROM t WHERE id = \(1) FOR UPDATE").first?.int64(0) == 70)
        try session.rollback()
    }

    @Test("B2: a killed connection is lost and stays lost")
    func killedConnection() throws {
        let other = try Session(address)
        try session.begin()
        try session.execute("INSERT INTO t VALUES (9, 9)")
        try other.script("KILL CONNECTION \(session.connectionID);\n")
        for _ in 0..<2 {
            #expect(failure { () throws(DatabaseFailure) in try session.commit() }?.kind == .connectionLost)
        }
        #expect(session.isLost)
        #expect(failure { () throws(DatabaseFailure) in _ = try session.query("SELECT \(1)") }?.kind == .connectionLost)
        #expect(try other.query("SELECT COUNT(*) FROM t").first?.int64(0) == 3)
    }

    @Test("B2: KILL QUERY interrupts the statement only")
    func killedQuery() throws {
        let address = address
        let identity = session.connectionID
        let killer = JoinableThread(name: "killer") {
            guard let other = try? Session(address) else { return }
            // Until the statement runs there is nothing to kill; afterwards the loop ends by itself.
            for _ in 0..<2000 where (try? other.script("KILL QUERY \(identity);\n")) != nil {
                let running = try? other.query(
                    "SELECT 1 FROM information_schema.processlist WHERE id = \(Int64(identity)) AND info LIKE '%SLEEP%'"
                )
                if running?.isEmpty == false { break }
            }
            try? other.script("KILL QUERY \(identity);\n")
        }
        let failed = failure { () throws(DatabaseFailure) in
            while true { _ = try session.query("SELECT n FROM t WHERE id = 1 AND SLEEP(5) = 0") }
        }
        killer.join()
        #expect(failed?.kind == .interrupted)
        #expect(!session.isLost)
    }

    @Test func aServerThatIsNotThereIsAConnectionLost() throws {
        var nowhere = address
        nowhere.place = .socket("/tmp/kadock-nobody.sock")
        #expect(failure { () throws(DatabaseFailure) in _ = try Session(nowhere) }?.kind == .connectionLost)
        nowhere.place = .tcp("127.0.0.1", 1)
        #expect(failure { () throws(DatabaseFailure) in _ = try Session(nowhere) }?.kind == .connectionLost)
    }
}
