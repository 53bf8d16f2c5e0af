/// A file of the tree, and if it is Swift, what it declares.
struct HouseFile: Sendable {
    /// From the top of the tree: `Sources/Values/Money.swift`.
    let path: String
    let text: String
    /// Without line breaks.
    let lines: [Substring]
    let code: [Token]
    let literals: [Token]
    let types: [TypeDeclaration]
    let functions: [FunctionSpan]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard path.hasSuffix(".swift") else {
            (code, literals, types, functions) = ([], [], [], [])
            return
        }
        let bytes = Array(text.utf8)
        let parts = SwiftLexer.parts(of: bytes)
        code = Token.tokens(of: bytes, parts, in: .code)
        literals = Token.tokens(of: bytes, parts, in: .literal)
        types = TypeDeclaration.all(in: code)
        functions = FunctionSpan.all(in: code)
    }

    var isSwift: Bool { path.hasSuffix(".swift") }

    /// `Money.swift`
    var name: Substring { path.split(separator: "/").last ?? "" }

    /// The name up to its aspect or ending: `Timestamp` for `Timestamp+reading.swift`.
    var stem: Substring { name.prefix { $0 != "." && $0 != "+" } }

    /// How many lines it has; the line break at the end begins none.
    var length: Int { text.hasSuffix("\n") ? lines.count - 1 : lines.count }

    /// The target whose code this is: the folder below `Sources`, or the folder that is a target; nil for tests.
    var target: String? {
        let folders = path.split(separator: "/").map(String.init)
        guard folders.count > 1, isSwift else { return nil }
        switch folders[0] {
        case "Sources": return folders[1]
        case "sql": return "Schema"
        case "nginx": return "NginxFiles"
        default: return nil
        }
    }
}
