import PageFiles
import Testing

@testable import Docking

/// Words, templates, and what they do to text that a shop wrote.
struct PageLibraryTests {
    private let library = PageLibrary.shared

    /// What a template names with `t.` in front.
    private static func used(in template: PageFiles.File) -> Set<String> {
        Set(String(decoding: template.content, as: UTF8.self).matches(of: /\bt\.([a-z_]+)/).map { String($0.1) })
    }

    @Test("Both languages have the same words, none of them empty, and each is used")
    func sameWords() throws {
        let chinese = try #require(library.words[.chinese])
        let english = try #require(library.words[.english])
        #expect(Set(chinese.keys) == Set(english.keys))
        #expect(!chinese.isEmpty && !chinese.values.contains("") && !english.values.contains(""))
        let used = PageFiles.templates.map(Self.used).reduce(into: Set(PageWord.allCases.map(\.rawValue))) {
            $0.formUnion($1)
        }
        #expect(used.subtracting(chinese.keys) == [] && Set(chinese.keys).subtracting(used) == [])
    }

    @Test("The places of a text are the same in both languages")
    func samePlaces() throws {
        func places(_ text: String) -> Set<Substring> { Set(text.matches(of: /\{[a-z]+\}/).map(\.output)) }
        let english = try #require(library.words[.english])
        for (name, text) in try #require(library.words[.chinese]) {
            #expect(places(text) == places(english[name] ?? ""), "\(name)")
        }
    }

    @Test(
        "Every template parses, and text by others never becomes markup",
        arguments: [
            "<script>alert(1)</script>", #""onfocus="alert(1)"#, "'><img src=x>",
            "a\"\u{301} autofocus onfocus=\u{301}x",
            "<\u{20D2}b>", "\u{600}\"x", "&\u{308}lt;", "{{t.paid}}", "{{{t.paid}}}",
        ])
    func escaping(text: String) {
        for template in PageFiles.templates {
            let html = String(decoding: library.html(template.name, Self.values(text), .english), as: UTF8.self)
            let plain = String(decoding: library.html(template.name, Self.values("plain"), .english), as: UTF8.self)
            // The markup is what it would be around a harmless word.
            func marks(_ html: String) -> [Int] {
                ["<", ">", "\"", "'"].map { mark in html.utf8.count { $0 == mark.utf8.first } }
            }
            #expect(marks(html) == marks(plain), "\(template.name)")
            #expect(!html.contains("{{") || text.contains("{{"))
        }
    }

    @Test("N2 no template has a place that is filled in unescaped", arguments: PageFiles.templates.map(\.name))
    func escapes(name: String) throws {
        let file = try #require(PageFiles.templates.first { $0.name == name })
        let text = String(decoding: file.content, as: UTF8.self)
        #expect(!text.contains("{{{") && text.firstMatch(of: /\{\{\s*&/) == nil)
    }

    @Test("Text that needs no help stays as it is")
    func untouched() {
        for text in ["VIP会员", "é\u{301}", "a < b & c", "👨‍👩‍👧", ""] {
            #expect(PageValue.text(text).rendered as? String == text)
        }
    }

    /// One text wherever a page has room for one.
    private static func values(_ text: String) -> [String: PageValue] {
        let words = [
            "shop", "goods", "order", "amount", "login", "before", "after", "back", "refresh", "trouble", "headline",
            "detail", "token", "path", "title",
        ]
        var values = Dictionary(uniqueKeysWithValues: words.map { ($0, PageValue.text(text)) })
        values["choice"] = .group(["at_shop": .flag(true)])
        values["asks_shop"] = .group(["shop_number": .text(text)])
        return values
    }
}
