/// Where a function with a body begins and ends.
struct FunctionSpan: Sendable {
    let name: String
    /// From 1.
    let firstLine: Int
    let lastLine: Int

    var length: Int { lastLine - firstLine + 1 }

    static func all(in code: [Token]) -> [FunctionSpan] {
        code.indices.compactMap { index in
            guard let name = name(at: index, in: code), let start = body(after: index, in: code) else { return nil }
            return FunctionSpan(name: name, firstLine: code[index].line, lastLine: end(of: start, in: code))
        }
    }

    private static func name(at index: Int, in code: [Token]) -> String? {
        switch code[index].text {
        case "func": return index + 1 < code.count ? code[index + 1].text : nil
        case "deinit", "subscript": return code[index].text
        case "init":
            let isCall = index > 0 && code[index - 1].text == "."
            let opens = index + 1 < code.count && ["(", "?", "<"].contains(code[index + 1].text)
            return isCall || !opens ? nil : "init"
        default: return nil
        }
    }

    /// The first brace outside of parentheses; nil: a requirement of a protocol, which has no body.
    private static func body(after index: Int, in code: [Token]) -> Int? {
        var depth = 0
        for position in code.indices[(index + 1)...] {
            switch code[position].text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return position
            case "}" where depth == 0: return nil
            case "func", "init", "subscript", "var", "let", "static", "package", "associatedtype":
                // The word behind `func` may be any of these in backticks; behind a signature they begin the next.
                if depth == 0 && position > index + 1 { return nil }
            default: break
            }
        }
        return nil
    }

    private static func end(of start: Int, in code: [Token]) -> Int {
        var depth = 0
        for token in code[start...] {
            if token.text == "{" { depth += 1 }
            if token.text == "}" { depth -= 1 }
            if depth == 0 { return token.line }
        }
        return code.last?.line ?? 0
    }
}
