/// A connection that could not be made.
package struct FastCGIPeerFailure: Error {
    /// The `errno`.
    package let code: Int32

    package init(code: Int32) { self.code = code }
}
