package import MariaDB

/// The price of durability by itself: one row updated, then COMMIT, over and over, on one session.
package struct DurableCommits: Sendable {
    private let address: DatabaseAddress

    /// Makes the row, in the schema of the plain books.
    package init(books: PlainBooks) throws(DatabaseFailure) {
        address = books.address
        let session = try Session(address)
        defer { session.close() }
        try session.execute("CREATE TABLE IF NOT EXISTS commits (id INT PRIMARY KEY, count BIGINT NOT NULL)")
        try session.execute("INSERT IGNORE INTO commits VALUES (1, 0)")
    }

    package func run(warmUpSeconds: Double, seconds: Double) throws(LoadFailure) -> LoadResult {
        try SessionLoad(address: address, sessions: 1).run(warmUpSeconds: warmUpSeconds, seconds: seconds) { _ in
            var isPrepared = false
            return { (session: Session) throws(DatabaseFailure) in
                if !isPrepared {
                    try session.execute("SET autocommit = 0")
                    isPrepared = true
                }
                let step: Int64 = 1
                try session.execute("UPDATE commits SET count = count + \(step) WHERE id = 1")
                try session.commit()
            }
        }
    }
}
