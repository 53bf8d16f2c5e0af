/// A statement on its way: sent, and its answer not necessarily read yet.
///
/// Several can be under way at once, in one round trip. Answers come in the order in which statements were sent;
/// whoever asks for one reads those before it along.
package final class SentStatement {
    /// What came back.
    struct Answer {
        let affectedRows: UInt64
        let rows: RowSet?
    }

    let statement: PreparedStatement
    private unowned let session: Session
    private var result: Result<Answer, DatabaseFailure>?
    /// Whether somebody has heard of its failure.
    private var isTold = false

    init(_ statement: PreparedStatement, _ session: Session) {
        self.statement = statement
        self.session = session
    }

    /// Waits for the answer: the rows affected.
    package func affectedRows() throws(DatabaseFailure) -> UInt64 { try answer().affectedRows }

    /// Waits for the answer: its rows.
    package func rows() throws(DatabaseFailure) -> [Row] { try answer().rows?.rows ?? [] }

    private func answer() throws(DatabaseFailure) -> Answer {
        if result == nil { session.receive(through: self) }
        guard let result else { preconditionFailure("a statement that was never sent") }
        isTold = true
        return try result.get()
    }

    /// Reads the answer off the connection.
    func receive() {
        do throws(DatabaseFailure) {
            result = .success(try statement.receive())
        } catch {
            result = .failure(error)
        }
    }

    /// The failure of an answer that was read, once.
    func untoldFailure() -> DatabaseFailure? {
        guard case .failure(let failure)? = result, !isTold else { return nil }
        isTold = true
        return failure
    }

    /// Its failure, whoever heard of it.
    var failure: DatabaseFailure? {
        if case .failure(let failure)? = result { failure } else { nil }
    }
}
