/// A place where a rule is broken.
struct Violation: Sendable, CustomStringConvertible {
    let path: String
    /// From 1; nil: the file as a whole.
    let line: Int?
    let reason: String

    init(_ path: String, line: Int? = nil, _ reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(reason)" }
}
