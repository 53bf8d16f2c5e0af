import DevStack
import MariaDB
import Testing

/// What the schema itself promises, whoever writes to it.
@Suite struct SchemaTests {
    let server: DatabaseServer
    let session: Session

    init() throws {
        server = try TestDatabase.shared.get().server
        try server.migrate()
        session = try Session(server.address())
    }

    private func one(_ sql: SQL) throws -> Int64 { try #require(try session.query(sql).first).int64(0) }

    @Test("J4: money is BIGINT minor units, never DECIMAL or floating")
    func moneyIsIntegers() throws {
        let types = try session.query(
            """
            SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'kadock'
            AND data_type IN ('decimal', 'float', 'double')
            """)
        #expect(types.isEmpty)
        let money = try session.query(
            """
            SELECT column_type, is_nullable FROM information_schema.columns WHERE table_schema = 'kadock'
            AND column_name IN ('amount', 'balance', 'held', 'captured', 'refunded', 'fee', 'surplus', 'credit_limit')
            """)
        #expect(money.count > 15)
        #expect(money.allSatisfy { $0.string(0).hasPrefix("bigint") && !$0.string(0).contains("unsigned") })
        #expect(money.allSatisfy { $0.string(1) == "NO" })
    }

    @Test("J4: CHECK constraints refuse what no command may write")
    func checksHold() throws {
        let refused: [SQL] = [
            "INSERT INTO wallet (payer_id, currency, balance, held) VALUES (1, 156, 5, -1)",
            "INSERT INTO wallet (payer_id, currency, balance, held) VALUES (1, 156, 5, 6)",
            "INSERT INTO wallet (payer_id, currency, balance) VALUES (1, 156, -1)",
            "INSERT INTO merchant_account (merchant_id, kind, currency, balance) VALUES (1, 2, 156, -1)",
        ]
        for sql in refused {
            #expect(
                failure { () throws(DatabaseFailure) in try session.execute(sql) }?.kind == .constraint, "\(sql.text)")
        }
    }

    @Test("F5: keys are bytes, compared as bytes: k, K, 'k ', é and its decomposed twin are five keys")
    func keysAreBytes() throws {
        let keys = ["k", "K", "k ", "k\u{E9}", "ke\u{301}", "k\u{0}"].map { Array($0.utf8) }
        let columns: [Column] = [.bytes(keys), .int64(keys.indices.map(Int64.init))]
        for kind in ["VARBINARY(255)", "VARCHAR(255) COLLATE utf8mb4_general_ci"] {
            try session.script("CREATE OR REPLACE TABLE t_keys (k \(kind) PRIMARY KEY, n BIGINT);\n")
            let failed = failure { () throws(DatabaseFailure) in
                try session.run("INSERT INTO t_keys (k, n) VALUES (?, ?)", columns, rows: keys.count)
            }
            // The default kind of collation merges some of them, which is why no key of ours has one.
            #expect(failed?.kind == (kind == "VARBINARY(255)" ? nil : .duplicate))
        }
        try session.script("DROP TABLE t_keys;\n")
        let texts = try session.query(
            """
            SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'kadock'
            AND column_name IN ('idem_key', 'nonce', 'out_trade_no', 'out_refund_no', 'login', 'key_id')
            AND data_type <> 'varbinary'
            """)
        #expect(texts.isEmpty)
    }

    @Test func everyTableIsTransactional() throws {
        #expect(
            try one(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'kadock' AND engine <> 'InnoDB'")
                == 0)
    }

    @Test("no program may update or delete what is written once")
    func grantsProtectTheBooks() throws {
        for account in [DatabaseAccount.worker, .settle, .admin] {
            let program = try Session(server.address(account))
            for sql: SQL in [
                "UPDATE entry SET amount = 1", "DELETE FROM entry", "UPDATE event SET version = 1", "DELETE FROM event",
                "DELETE FROM payment", "DELETE FROM wallet", "DELETE FROM idempotency", "DROP TABLE nonce",
                "CREATE TABLE mine (x INT)",
            ] {
                let code = failure { () throws(DatabaseFailure) in try program.execute(sql) }?.code
                #expect(code == 1142, "\(account.rawValue): \(sql.text): \(String(describing: code))")
            }
            #expect(try program.query("SELECT COUNT(*) FROM entry").count == 1)
        }
    }

    @Test func everyTableIsWritableByTheProgramThatNeedsIt() throws {
        // A table without a line in grants.sql would be found by its first user only.
        let unwritten = try session.query(
            """
            SELECT t.table_name FROM information_schema.tables t
            LEFT JOIN mysql.tables_priv p ON p.db = t.table_schema AND p.table_name = t.table_name
            WHERE t.table_schema = 'kadock' AND p.table_name IS NULL AND t.table_name <> 'schema_migration'
            """)
        #expect(unwritten.map { $0.string(0) } == [])
    }

    @Test("a program may end its own lost sessions without further rights")
    func killingOnesOwnSession() throws {
        let address = try server.address(.worker)
        let lost = try Session(address)
        let second = try Session(address)
        try second.execute("KILL CONNECTION \(Int64(lost.connectionID))")
        #expect(failure { () throws(DatabaseFailure) in _ = try lost.query("SELECT 1") }?.kind == .connectionLost)
        let code = failure { () throws(DatabaseFailure) in
            try second.execute("KILL CONNECTION \(Int64(session.connectionID))")
        }?.code
        #expect(code == 1095)
    }
}
