import MariaDB
import Testing

struct SendingTests {
    let address: DatabaseAddress
    let session: Session

    init() throws {
        address = try TestDatabase.empty()
        session = try Session(address)
        try session.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT NOT NULL, CHECK (n >= 0))")
    }

    private let insert: SQL = "INSERT INTO t (id, n) VALUES (?, ?)"
    private func read(_ id: Int64) -> SQL { "SELECT n FROM t WHERE id = \(id)" }

    @Test("answers belong to their statements, in whatever order they are asked for")
    func order() throws {
        // Twice: the first time each statement is prepared in between.
        for round in [0 as Int64, 10] {
            let first = try session.send(insert, [.int64([round + 1, round + 2]), .int64([5, 6])], rows: 2)
            let raise: SQL = "UPDATE t SET n = n + 1 WHERE id > \(round)"
            let second = try session.send(raise)
            let third = try session.send(read(round + 2))
            #expect(try third.rows().map { $0.int64(0) } == [7])
            #expect(try second.affectedRows() == 2)
            #expect(try first?.affectedRows() == 2)
        }
        #expect(try session.send(insert, [.int64([]), .int64([])], rows: 0) == nil)
    }

    @Test("the same statement twice: the second waits for the first one's answer")
    func twice() throws {
        try session.execute("INSERT INTO t VALUES (1, 10), (2, 20)")
        let sent = try [1, 2, 1].map { try session.send(read($0)) }
        #expect(try sent.map { try $0.rows().first?.int64(0) } == [10, 20, 10])
    }

    @Test("a failure nobody asked for comes with the next call, once, and no commit is sent behind it")
    func untold() throws {
        for _ in 0..<2 {
            try session.begin()
            try session.send(insert, [.int64([1]), .int64([1])], rows: 1)
            try session.send(insert, [.int64([1]), .int64([1])], rows: 1)
            let failed = #expect(throws: DatabaseFailure.self) { try session.commit() }
            #expect(failed?.kind == .duplicate)
            #expect(session.isInTransaction)
            try session.rollback()
            #expect(try session.query("SELECT id FROM t").isEmpty)
        }
    }

    @Test("a rollback takes what is under way along, failures too")
    func rollback() throws {
        try session.begin()
        try session.send(insert, [.int64([1]), .int64([1])], rows: 1)
        let failed = try session.send(insert, [.int64([1]), .int64([-1])], rows: 1)
        try session.rollback()
        #expect(throws: DatabaseFailure.self) { _ = try failed?.affectedRows() }
        try session.commit()
        #expect(try session.query("SELECT id FROM t").isEmpty)
    }

    @Test("B2 a failure that comes in place of rows has its class, asked for or sent")
    func lockTimeout() throws {
        try session.execute("INSERT INTO t VALUES (1, 10)")
        let other = try Session(address)
        defer { other.close() }
        try other.begin()
        _ = try other.query("SELECT n FROM t WHERE id = \(1 as Int64) FOR UPDATE")
        let lock: SQL = "SELECT n FROM t WHERE id = \(1 as Int64) FOR UPDATE"
        let asked = #expect(throws: DatabaseFailure.self) { _ = try session.query(lock) }
        #expect(asked?.kind == .lockTimeout)
        let sent = try session.send(lock)
        let told = #expect(throws: DatabaseFailure.self) { _ = try sent.rows() }
        #expect(told?.kind == .lockTimeout)
        try session.rollback()
    }

    @Test("a connection that goes takes all answers with it")
    func lost() throws {
        let administrator = try Session(address)
        defer { administrator.close() }
        try administrator.script("KILL CONNECTION \(session.connectionID)")
        #expect(throws: DatabaseFailure.self) {
            let sent = try session.send(read(1))
            _ = try sent.rows()
        }
        #expect(session.isLost)
        #expect(throws: DatabaseFailure.self) { try session.send(read(1)) }
    }
}
