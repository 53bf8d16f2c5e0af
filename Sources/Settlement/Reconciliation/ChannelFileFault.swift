/// Why a channel's statement is refused, all of it: nothing has changed.
package struct ChannelFileFault: Error, Equatable, CustomStringConvertible {
    /// From 1 on; nil: it is not about one line.
    package let line: Int?
    package let reason: String

    init(_ reason: String, line: Int? = nil) {
        self.line = line
        self.reason = reason
    }

    package var description: String { line.map { "line \($0): \(reason)" } ?? reason }
}
