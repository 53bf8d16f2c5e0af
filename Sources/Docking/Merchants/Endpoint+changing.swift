import MariaDB

extension Endpoint {
    /// Changes something of the merchant. nil: its nonce was used before with something else.
    func changing<Outcome>(
        _ body: () throws(DatabaseFailure) -> Outcome?
    ) throws(Problem) -> Outcome {
        let outcome: Outcome?
        do throws(DatabaseFailure) {
            outcome = try body()
        } catch {
            // Cut off in COMMIT, it may have happened: the same request again gets to know.
            throw Problem(error.kind == .connectionLost ? .outcomePending : .unavailable, cause: error.description)
        }
        guard let outcome else { throw Problem(.replayed) }
        return outcome
    }
}
