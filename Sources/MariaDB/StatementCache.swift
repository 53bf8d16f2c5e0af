internal import CMariaDB

/// The statements prepared in one session, found by their text. When it is full the one longest unused goes.
final class StatementCache {
    private var statements: [String: PreparedStatement] = [:]
    private var uses: UInt64 = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var count: Int { statements.count }

    func statement(
        _ text: String, in session: UnsafeMutablePointer<MYSQL>
    ) throws(DatabaseFailure) -> PreparedStatement {
        uses += 1
        if let known = statements[text] {
            known.lastUse = uses
            return known
        }
        if statements.count >= limit, let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            statements[oldest.key] = nil
        }
        let made = try unsafe PreparedStatement(session, text)
        made.lastUse = uses
        statements[text] = made
        return made
    }

    func holds(_ text: String) -> Bool { statements[text] != nil }

    /// Closes one.
    func remove(_ text: String) { statements[text] = nil }

    /// Closes all of them; must be called before the session is closed.
    func removeAll() { statements = [:] }
}
