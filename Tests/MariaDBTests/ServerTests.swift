import DevStack
import Foundation
import MariaDB
import Testing
import Threading

/// What needs a server of its own, because it is stopped, killed or set otherwise.
@Suite struct ServerTests {
    let directory: TemporaryDirectory
    let server: DatabaseServer

    init() throws {
        directory = try TemporaryDirectory()
        var options = DatabaseOptions()
        options.redoLogMebibytes = 16
        options.maxConnections = 12
        // As the server comes without our settings.
        options.extraLines = ["innodb_rollback_on_timeout = OFF", "innodb_lock_wait_timeout = 1"]
        server = try DatabaseServer.start(in: directory.path, options: options)
        let session = try Session(server.address(.owner))
        try session.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, n INT NOT NULL)")
        try session.execute("INSERT INTO t VALUES (1, 10)")
        try session.script("GRANT SELECT, INSERT, UPDATE ON kadock.t TO worker_role;\n")
    }

    @Test("B1, B5: after a crash the old session stays lost, a new one is set up anew, and what was committed is there")
    func crash() throws {
        let address = try server.address(.worker)
        let pool = SessionPool(address, size: 2)
        let read: (Session) throws(DatabaseFailure) -> Int64? = { session throws(DatabaseFailure) in
            try session.query("SELECT COUNT(*) FROM t WHERE id > \(0)").first?.int64(0)
        }
        #expect(try pool.with(.milliseconds(5000), read) == 1)
        let session = try Session(address)
        _ = try session.execute("INSERT INTO t VALUES (\(2), \(20))")
        try session.begin()
        _ = try session.execute("INSERT INTO t VALUES (\(3), \(30))")
        let before = server.restarts
        server.kill()
        #expect(failure { () throws(DatabaseFailure) in try session.commit() }?.kind == .connectionLost)
        try server.waitUntilReady()
        #expect(server.restarts == before + 1)
        // The prepared statements of the old session are gone with it; nothing is sent again behind our back.
        let after = failure { () throws(DatabaseFailure) in
            _ = try session.execute("INSERT INTO t VALUES (\(3), \(30))")
        }
        #expect(after?.kind == .connectionLost && session.isLost)
        // The pool's idle session is lost too: the pool notices and reads with a new one.
        #expect(try pool.with(.milliseconds(5000), read) == 2)
        let new = try Session(address)
        #expect(try new.query("SELECT @@tx_isolation").first?.string(0) == "READ-COMMITTED")
        #expect(try new.execute("INSERT INTO t VALUES (\(3), \(30))") == 1)
        server.stop()
    }

    @Test("B3: no room for one more connection is told at once and passes")
    func exhausted() throws {
        let address = try server.address(.worker)
        var sessions: [Session] = []
        var refused: DatabaseFailure?
        while sessions.count < 50, refused == nil {
            refused = failure { () throws(DatabaseFailure) in sessions.append(try Session(address)) }
        }
        #expect(refused?.code == 1040 && refused?.kind == .connectionLost)
        #expect(sessions.count <= 12)
        for session in sessions { session.close() }
        sessions = []
        try server.waitUntilReady()
        let pool = SessionPool(address, size: 1)
        let busy = try pool.with(.milliseconds(5000)) { (_: Session) throws(DatabaseFailure) -> DatabaseFailure? in
            failure { () throws(DatabaseFailure) in try pool.with(.milliseconds(20)) { (_: Session) in () } }
        }
        #expect(busy?.kind == .connectionLost)
        server.stop()
    }

    @Test("B4: a server that takes no writes refuses them with nothing done")
    func readOnly() throws {
        let admin = try Session(server.address())
        let session = try Session(server.address(.worker))
        try admin.execute("SET GLOBAL read_only = 1")
        let failed = failure { () throws(DatabaseFailure) in try session.execute("INSERT INTO t VALUES (5, 5)") }
        #expect(failed?.code == 1290 && failed?.kind == .readOnly)
        try admin.execute("SET GLOBAL read_only = 0")
        #expect(try session.execute("INSERT INTO t VALUES (5, 5)") == 1)
        server.stop()
    }

    @Test("B6: a read that times out leaves the statement running, and a new session waits for its end")
    func readTimeout() throws {
        let address = try server.address(.worker)
        let impatient = SessionTimeouts(connectSeconds: 2, readSeconds: 1, writeSeconds: 1)
        let session = try Session(address, timeouts: impatient)
        try session.begin()
        let failed = failure { () throws(DatabaseFailure) in
            // The row is locked before the wait begins, as by a COMMIT that has not been answered.
            _ = try session.query("UPDATE t SET n = n + 1 WHERE id = 1 AND SLEEP(2) = 0")
        }
        #expect(failed?.kind == .connectionLost && session.isLost)
        let other = try Session(address)
        let blocked = failure { () throws(DatabaseFailure) in try other.execute("UPDATE t SET n = n + 1 WHERE id = 1") }
        // 1205: the old session still lives. Killing it frees the row, and its work is gone.
        if blocked != nil { #expect(blocked?.kind == .lockTimeout) }
        _ = failure { () throws(DatabaseFailure) in try other.execute("KILL CONNECTION \(Int64(session.connectionID))")
        }
        var tries = 0
        while failure({ () throws(DatabaseFailure) in try other.execute("UPDATE t SET n = 50 WHERE id = 1") }) != nil {
            tries += 1
            try #require(tries < 10)
        }
        #expect(try other.query("SELECT n FROM t WHERE id = 1").first?.int64(0) == 50)
        server.stop()
    }

    @Test("1205 undoes the statement only, where the server is not told otherwise: so every failure needs ROLLBACK")
    func lockTimeoutUndoesTheStatementOnly() throws {
        let holder = try Session(server.address(.worker))
        let session = try Session(server.address(.worker))
        try holder.begin()
        try holder.execute("UPDATE t SET n = 11 WHERE id = 1")
        try session.begin()
        try session.execute("INSERT INTO t VALUES (8, 8)")
        let failed = failure { () throws(DatabaseFailure) in try session.execute("UPDATE t SET n = 12 WHERE id = 1") }
        #expect(failed?.kind == .lockTimeout)
        #expect(session.isInTransaction)
        #expect(try session.query("SELECT COUNT(*) FROM t WHERE id = 8").first?.int64(0) == 1)
        try session.rollback()
        #expect(try session.query("SELECT COUNT(*) FROM t WHERE id = 8").first?.int64(0) == 0)
        try holder.rollback()
        server.stop()
    }

    @Test func aStoppedServerLeavesNoProcessAndStartsAgainWithItsData() throws {
        let process = try #require(server.processID)
        server.stop()
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)"))
        let again = try DatabaseServer.start(in: directory.path)
        let session = try Session(again.address(.owner))
        #expect(try session.query("SELECT n FROM t WHERE id = 1").first?.int64(0) == 10)
        session.close()
        try again.restart()
        #expect(try Session(again.address(.worker)).query("SELECT 1").count == 1)
        again.stop()
    }
}
