import MariaDB

extension Endpoint {
    /// Reads from the books; when they cannot be read the caller is asked to come back.
    func reading<Value>(_ body: () throws(DatabaseFailure) -> Value) throws(Problem) -> Value {
        do {
            return try body()
        } catch {
            throw Problem(.unavailable, "The books cannot be read now", cause: error.description)
        }
    }
}
