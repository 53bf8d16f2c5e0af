import JSON
import Mustache
import PageFiles

/// The templates and the words of the pages, parsed once.
struct PageLibrary: Sendable {
    static let shared = PageLibrary()

    /// By language, then by the name that templates use.
    let words: [PageLanguage: [String: String]]
    private let templates: MustacheLibrary

    private init() {
        words = [.chinese: Self.words(PageFiles.chinese), .english: Self.words(PageFiles.english)]
        var templates = MustacheLibrary()
        for file in PageFiles.templates {
            do {
                try templates.register(String(decoding: file.content, as: UTF8.self), named: file.name)
            } catch {
                preconditionFailure("the template \(file.name) cannot be parsed: \(error)")
            }
        }
        self.templates = templates
    }

    private static func words(_ json: [UInt8]) -> [String: String] {
        guard case .object(let members)? = try? JSONReader.parse(json) else {
            preconditionFailure("the words of the pages are not a JSON object")
        }
        var words: [String: String] = [:]
        for member in members {
            guard case .string(let text) = member.value else { preconditionFailure("\(member.key) is not text") }
            words[member.key] = text
        }
        return words
    }

    /// A text in a language, its places in braces filled.
    func text(_ word: PageWord, _ language: PageLanguage, _ fillings: [String: String] = [:]) -> String {
        var text = words[language]?[word.rawValue] ?? ""
        for (name, value) in fillings { text = text.replacing("{\(name)}", with: value) }
        return text
    }

    /// A whole page.
    func html(_ template: String, _ values: [String: PageValue], _ language: PageLanguage) -> [UInt8] {
        var context = values.mapValues(\.rendered)
        context["t"] = words[language]
        guard let html = templates.render(context, withTemplate: template) else {
            preconditionFailure("no template \(template)")
        }
        return Array(html.utf8)
    }
}
