/// A file of SQL statements.
enum Script {
    /// The statements of a file: each ends with `;` at the end of a line. Lines that begin with `--` are dropped, so
    /// that a comment may hold a semicolon; a file with nothing but comments has no statements.
    static func statements(of text: String) -> [String] {
        var statements: [String] = []
        var lines: [Substring] = []
        func finish() {
            let statement = lines.joined(separator: "\n")
            if !statement.allSatisfy(\.isWhitespace) { statements.append(statement) }
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            let bare = line.drop(while: \.isWhitespace)
            if bare.hasPrefix("--") { continue }
            if let end = line.lastIndex(where: { !$0.isWhitespace }), line[end] == ";" {
                lines.append(line[..<end])
                finish()
            } else {
                lines.append(line)
            }
        }
        finish()
        return statements
    }
}
