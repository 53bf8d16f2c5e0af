/// What a template can be given.
enum PageValue: Sendable {
    /// Anything, by whomever: the template escapes it.
    case text(String)
    case flag(Bool)
    case group([String: PageValue])
    case list([[String: PageValue]])

    /// As the template engine takes it.
    var rendered: Any {
        switch self {
        case .text(let text): Self.separated(text)
        case .flag(let flag): flag
        case .group(let group): group.mapValues(\.rendered)
        case .list(let list): list.map { $0.mapValues(\.rendered) }
        }
    }

    /// Text whose markup characters stand alone. The template engine escapes whole characters of Unicode: a quotation
    /// mark with a combining accent behind it is another one to it, and to a browser it ends an attribute. A space
    /// without width keeps the two apart.
    private static func separated(_ text: String) -> String {
        guard text.contains(where: isMixed) else { return text }
        var result = ""
        for character in text {
            guard isMixed(character) else {
                result.append(character)
                continue
            }
            for scalar in character.unicodeScalars {
                result.unicodeScalars.append(scalar)
                result.unicodeScalars.append("\u{200B}")
            }
        }
        return result
    }

    private static func isMixed(_ character: Character) -> Bool {
        character.unicodeScalars.count > 1 && character.unicodeScalars.contains { "<>&\"'".unicodeScalars.contains($0) }
    }
}
