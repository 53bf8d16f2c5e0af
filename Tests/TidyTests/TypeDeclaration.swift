/// A type declared in a file.
struct TypeDeclaration: Sendable {
    let name: String
    /// From 1.
    let line: Int
    let isTopLevel: Bool
    /// `package`, `public`, `private` … as written before the keyword; empty: internal.
    let modifiers: [String]

    var isSeenOutside: Bool { modifiers.contains("package") || modifiers.contains("public") }
    var isPrivate: Bool { modifiers.contains("private") || modifiers.contains("fileprivate") }

    private static let keywords: Set = ["struct", "class", "enum", "actor", "protocol"]

    static func all(in code: [Token]) -> [TypeDeclaration] {
        var found: [TypeDeclaration] = []
        var depth = 0
        for (index, token) in code.enumerated() {
            if token.text == "{" { depth += 1 }
            if token.text == "}" { depth -= 1 }
            // A name begins with a capital: neither `class func` nor a label called `actor` is a declaration.
            guard keywords.contains(token.text), index + 1 < code.count,
                code[index + 1].text.first?.isUppercase == true
            else { continue }
            let before = code[..<index].suffix(8).filter { $0.line == token.line }.map(\.text)
            found.append(
                TypeDeclaration(
                    name: code[index + 1].text, line: token.line, isTopLevel: depth == 0, modifiers: before))
        }
        return found
    }
}
