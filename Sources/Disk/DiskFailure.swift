/// What the file system would not do.
package struct DiskFailure: Error, Equatable, CustomStringConvertible {
    package let path: String
    /// errno(3)
    package let code: Int32

    package var description: String { "\(path): error \(code) of the file system" }
}
