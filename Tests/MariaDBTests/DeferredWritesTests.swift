import MariaDB
import Testing

@Suite("Writes that wait for their commit")
struct DeferredWritesTests {
    private func table() throws -> (Session, Session) {
        let address = try TestDatabase.empty()
        let session = try Session(address)
        try session.script(
            """
            CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT NULL, b VARBINARY(64) NULL, s VARCHAR(64) NULL,
            CHECK (n <> 13)) CHARACTER SET utf8mb4;
            SET autocommit = 0;
            """)
        return (session, try Session(address))
    }

    private func insert(_ session: Session, _ ids: [Int64], n: Int64?, b: [UInt8]?, s: String?) throws {
        _ = try session.run(
            "INSERT INTO t (id, n, b, s) VALUES (?, ?, ?, ?)",
            [
                .int64(ids), .optionalInt64(ids.map { _ in n }), .bytes(ids.map { _ in b }), .text(ids.map { _ in s }),
            ], rows: ids.count)
    }

    @Test("N1 go out as literals that no value breaks out of, and are there after the commit")
    func values() throws {
        let (session, other) = try table()
        session.deferWrites()
        try insert(session, [1, 2], n: nil, b: [0, 39, 92, 255, 59], s: "');DROP TABLE t;-- 点卡 🎮 ?")
        try insert(session, [3], n: Int64.min, b: [], s: "")
        try insert(session, [4], n: Int64.max, b: nil, s: nil)
        #expect(try other.query("SELECT id FROM t").isEmpty)
        try session.commit()
        let rows = try other.query("SELECT id, n, b, s FROM t ORDER BY id")
        #expect(rows.map { $0.int64(0) } == [1, 2, 3, 4])
        #expect(rows.map { $0.optionalInt64(1) } == [nil, nil, Int64.min, Int64.max])
        #expect(rows.map { $0.optionalBytes(2) } == [[0, 39, 92, 255, 59], [0, 39, 92, 255, 59], [], nil])
        #expect(rows[0].string(3) == "');DROP TABLE t;-- 点卡 🎮 ?")
        #expect(rows[2].string(3).isEmpty && rows[3].optionalString(3) == nil)
    }

    @Test("stop at the first error: nothing behind it runs, the COMMIT least of all")
    func firstErrorStops() throws {
        let (session, other) = try table()
        session.deferWrites()
        try insert(session, [1], n: 1, b: nil, s: nil)
        try insert(session, [2], n: 13, b: nil, s: nil)
        try insert(session, [3], n: 1, b: nil, s: nil)
        #expect(failure { () throws(DatabaseFailure) in try session.commit() }?.kind == .constraint)
        try session.rollback()
        #expect(try other.query("SELECT id FROM t").isEmpty)
        try insert(session, [4], n: 1, b: nil, s: nil)
        try session.commit()
        #expect(try other.query("SELECT id FROM t").map { $0.int64(0) } == [4])
    }

    @Test("are sent before a statement whose answer is needed, and forgotten by a rollback")
    func readingAndRollback() throws {
        let (session, other) = try table()
        session.deferWrites()
        try insert(session, [1], n: 1, b: nil, s: nil)
        #expect(try session.query("SELECT id FROM t WHERE id = \(Int64(1))").count == 1)
        #expect(try other.query("SELECT id FROM t").isEmpty)
        try session.rollback()
        session.deferWrites()
        try insert(session, [2], n: 1, b: nil, s: nil)
        try session.rollback()
        try session.commit()
        #expect(try other.query("SELECT id FROM t").isEmpty)
    }
}
