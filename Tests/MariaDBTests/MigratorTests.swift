import DevStack
import MariaDB
import Schema
import Testing
import Threading

@Suite struct MigratorTests {
    let address: DatabaseAddress
    let session: Session

    init() throws {
        address = try TestDatabase.empty()
        session = try Session(address)
    }

    private func step(_ name: String, _ sql: String) -> Migration { Migration(name: name, sql: Array(sql.utf8)) }

    private func failure(_ migrations: [Migration]) -> MigrationFailure? {
        do throws(MigrationFailure) {
            try Migrator.run(migrations, on: session)
            return nil
        } catch {
            return error
        }
    }

    @Test func stepsRunOnceInTheOrderOfTheirNames() throws {
        let first = step("m0001_a", "-- a; comment\nCREATE TABLE a (x INT);\nINSERT INTO a VALUES (1);\n")
        let second = step("m0002_b", "INSERT INTO a VALUES (2);\n")
        #expect(try Migrator.run([second, first], on: session) == ["m0001_a", "m0002_b"])
        #expect(try Migrator.run([first, second], on: session) == [])
        #expect(try Migrator.run([first, second, step("m0003_c", "")], on: session) == ["m0003_c"])
        #expect(try session.query("SELECT SUM(x) FROM a").first?.int64(0) == 3)
    }

    @Test func aChangedMissingDoubledOrEarlierStepStops() throws {
        let first = step("m0002_a", "CREATE TABLE a (x INT);\n")
        try Migrator.run([first], on: session)
        #expect(failure([step("m0002_a", "CREATE TABLE a (x BIGINT);\n")]) == .changed(name: "m0002_a"))
        #expect(failure([]) == .unknown(name: "m0002_a"))
        let earlier = step("m0001_z", "CREATE TABLE z (x INT);\n")
        #expect(failure([earlier, first]) == .outOfOrder(name: "m0001_z", applied: "m0002_a"))
        #expect(failure([first, first]) == .doubled(name: "m0002_a"))
        #expect(try session.query("SHOW TABLES LIKE 'z'").isEmpty)
    }

    @Test func aStepThatBrokeOffGoesOnWhereItStopped() throws {
        // The third statement fails until somebody has made room for it.
        let broken = step("m0001_a", "CREATE TABLE a (x INT);\nINSERT INTO a VALUES (1);\nINSERT INTO b VALUES (1);\n")
        guard case .statement(let name, let number, let code, _) = failure([broken]) else {
            Issue.record("no failure")
            return
        }
        #expect(name == "m0001_a" && number == 3 && code == 1146)
        try session.execute("CREATE TABLE b (x INT)")
        #expect(try Migrator.run([broken], on: session) == ["m0001_a"])
        #expect(try session.query("SELECT COUNT(*) FROM a").first?.int64(0) == 1)
    }

    @Test func twoMigratorsAtOnceDoTheWorkOnce() throws {
        let steps = (1...9).map {
            step("m000\($0)_t", "CREATE TABLE t\($0) (x INT);\nINSERT INTO t\($0) VALUES (1);\n")
        }
        let address = address
        let applied = Guarded<[[String]]>([])
        let threads = (0..<3).map { number in
            JoinableThread(name: "migrator \(number)") {
                guard let session = try? Session(address), let names = try? Migrator.run(steps, on: session) else {
                    return
                }
                applied.withLock { $0.append(names) }
            }
        }
        threads.forEach { $0.join() }
        #expect(applied.withLock { $0.map(\.count).sorted() } == [0, 0, 9])
    }

    @Test func ourSchemaAndItsGrantsApplyTwice() throws {
        let server = try TestDatabase.shared.get().server
        try server.migrate()
        #expect(try server.migrate() == [])
        let names = Schema.files.map(\.name)
        let owner = try Session(server.address(.owner))
        #expect(
            try owner.query("SELECT name FROM schema_migration ORDER BY name").map { $0.string(0) } == names.sorted())
    }
}
