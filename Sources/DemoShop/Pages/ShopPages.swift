import Foundation
import Mustache

/// The shop's templates and words, read once.
struct ShopPages: Sendable {
    private let templates: MustacheLibrary
    let words: [ShopLanguage: [String: String]]

    init() {
        words = [.chinese: Self.words(PackageResources.zh_json), .english: Self.words(PackageResources.en_json)]
        var templates = MustacheLibrary()
        for (name, text) in [
            ("layout", PackageResources.layout_mustache), ("goods", PackageResources.goods_mustache),
            ("checkout", PackageResources.checkout_mustache), ("order", PackageResources.order_mustache),
            ("notice", PackageResources.notice_mustache),
        ] {
            do {
                try templates.register(String(decoding: text, as: UTF8.self), named: name)
            } catch {
                preconditionFailure("the template \(name) cannot be parsed: \(error)")
            }
        }
        self.templates = templates
    }

    private static func words(_ json: [UInt8]) -> [String: String] {
        guard let words = try? JSONDecoder().decode([String: String].self, from: Data(json)) else {
            preconditionFailure("the words of the shop cannot be read")
        }
        return words
    }

    /// A text by its name in the files of words.
    func word(_ name: String, _ language: ShopLanguage) -> String { words[language]?[name] ?? name }

    /// A page. `title` is the name of a word; `gateway` is where its forms may go besides the shop itself.
    func page(
        _ template: String, title: String, _ values: [String: Any], _ language: ShopLanguage, gateway: String,
        status: Int = 200
    ) -> ShopResponse {
        var context = values
        context["t"] = words[language]
        context["language"] = language.tag
        context["title"] = word(title, language)
        guard let html = templates.render(context, withTemplate: template) else {
            preconditionFailure("no template \(template)")
        }
        let policy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
            + "form-action 'self' \(gateway); base-uri 'none'; frame-ancestors 'none'"
        return ShopResponse(
            status, type: "text/html; charset=utf-8", body: Array(html.utf8),
            headers: [
                ("content-security-policy", policy), ("content-language", language.tag), ("vary", "accept-language"),
            ])
    }
}
