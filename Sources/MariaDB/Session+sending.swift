// Statements sent one behind the other: one round trip for all of them, and the server never waits for us in between.
extension Session {
    /// Sends a statement with values and goes on. A failure that nobody asks for comes with the next call.
    @discardableResult
    package func send(_ sql: SQL) throws(DatabaseFailure) -> SentStatement {
        try send(sql.text) { statement throws(DatabaseFailure) in try statement.send(sql.values) }
    }

    /// Sends a statement for each row of `columns`, as `run` would, and goes on. Without rows nothing is sent.
    @discardableResult
    package func send(_ statement: SQL, _ columns: [Column], rows: Int) throws(DatabaseFailure) -> SentStatement? {
        precondition(statement.values.isEmpty, "values of a set-based statement come in columns")
        guard rows > 0 else { return nil }
        return try send(statement.text) { prepared throws(DatabaseFailure) in
            try prepared.send(columns, rows: rows)
        }
    }

    private func send(
        _ text: String, _ body: (PreparedStatement) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure) -> SentStatement {
        try requireConnection()
        // Preparing is a round trip of its own, and a statement under way cannot be executed again. What failed before
        // is kept for whoever asks for it.
        if !statements.holds(text) || underWay.contains(where: { $0.text == text }) { receiveUnderWay() }
        do throws(DatabaseFailure) {
            let statement = unsafe try statements.statement(text, in: handle)
            try body(statement)
            let sent = SentStatement(statement, self)
            underWay.append((text, sent))
            return sent
        } catch {
            throw noted(error)
        }
    }

    /// Reads all answers that are under way. Throws the first failure that nobody has heard of.
    package func settle() throws(DatabaseFailure) {
        if let failure = receiveAll() { throw failure }
    }

    /// Reads all answers that are under way; the first failure that nobody has heard of.
    func receiveAll() -> DatabaseFailure? {
        guard !underWay.isEmpty || !failures.isEmpty else { return nil }
        receiveUnderWay()
        defer { failures.removeAll() }
        for sent in failures {
            if let failure = sent.untoldFailure() { return failure }
        }
        return nil
    }

    private func receiveUnderWay() {
        while !underWay.isEmpty { receiveNext() }
    }

    /// Reads answers up to that of `sent`.
    func receive(through sent: SentStatement) {
        while !underWay.isEmpty {
            if receiveNext() === sent { return }
        }
    }

    @discardableResult
    private func receiveNext() -> SentStatement {
        let (text, sent) = underWay.removeFirst()
        sent.receive()
        if let failure = sent.failure {
            failures.append(sent)
            // A table changed under the statement may have left it useless: prepare it anew next time.
            if failure.kind == .other { statements.remove(text) }
            _ = noted(failure)
        }
        return sent
    }
}
