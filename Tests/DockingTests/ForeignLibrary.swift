import PythonPackages

/// An RFC 9421 implementation that is not ours.
enum ForeignLibrary {
    /// Fetched once for all tests; a failure is why they are not had.
    static let fetched = Result { try PythonPackages("http-message-signatures==3.0.0") }

    static var isThere: Bool { (try? fetched.get()) != nil }
}
