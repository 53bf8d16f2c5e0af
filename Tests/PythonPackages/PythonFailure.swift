/// A program in Python that did not end well.
package struct PythonFailure: Error {
    /// The end of what it printed.
    package let output: String
    /// The end of what it wrote to standard error.
    package let complaint: String
}
