// Writes that wait for their commit. For a few rows the round trips cost more than the rows: six statements and a
// COMMIT as one text take half the time of seven answers.
extension Session {
    /// From here to the commit, `run` only collects. What is collected goes out with the commit as one compound
    /// statement, of which an error stops the rest, the COMMIT included; it shows in `commit` then.
    /// https://mariadb.com/kb/en/begin-end/
    package func deferWrites() { deferred = deferred ?? [] }

    /// Sends what has been collected, without a commit, before a statement whose answer is needed.
    func flushDeferred() throws(DatabaseFailure) {
        guard let waiting = takeDeferred(), !waiting.isEmpty else { return }
        try runText(Self.block(waiting))
    }

    /// The text of one compound statement.
    static func block(_ statements: [String]) -> String {
        "BEGIN NOT ATOMIC\n" + statements.joined(separator: ";\n") + ";\nEND"
    }

    /// What has been collected; nothing is after this.
    func takeDeferred() -> [String]? {
        defer { deferred = nil }
        return deferred
    }
}
