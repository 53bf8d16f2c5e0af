import PythonPackages

/// What others wrote and the tests use, each fetched once; a failure is why a test is not had.
enum ForeignPrograms {
    /// What a shop in Python needs.
    static let shop = Result {
        try PythonPackages("http-message-signatures==3.0.0", "requests", "openapi-spec-validator")
    }

    /// A fuzzer that reads OpenAPI.
    static let fuzzer = Result { try PythonPackages("schemathesis==4.32.0") }

    static func isThere(_ packages: Result<PythonPackages, any Error>) -> Bool { (try? packages.get()) != nil }
}
