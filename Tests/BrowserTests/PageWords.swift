import Foundation
import PageFiles

@testable import DemoShop

/// The words of all pages, as their files have them.
struct PageWords {
    static let shared = PageWords()

    /// By language, then by key. The gateway's and the shop's are told apart by nothing: no key means two things that
    /// matter here.
    private let texts: [String: [(key: String, text: String)]]

    private init() {
        let shop = ShopPages()
        var texts: [String: [(key: String, text: String)]] = [:]
        for (tag, file, language) in [
            ("zh-CN", PageFiles.chinese, ShopLanguage.chinese), ("en", PageFiles.english, .english),
        ] {
            let words = (try? JSONDecoder().decode([String: String].self, from: Data(file))) ?? [:]
            texts[tag] = (words.map { $0 } + (shop.words[language] ?? [:]).map { $0 }).map { ($0.key, $0.value) }
        }
        self.texts = texts
    }

    /// Why a text is not a translated one; nil: it may be.
    func objection(to text: String, in language: String) -> String? {
        if text.contains(/[{}]/) { return "a place that nothing filled: \(text)" }
        let words = Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
        let here = texts[language] ?? []
        if let key = here.first(where: { $0.key.contains("_") && words.contains($0.key) })?.key {
            return "the key of a text: \(key)"
        }
        if here.contains(where: { $0.key == text }), !here.contains(where: { $0.text == text }) {
            return "the key of a text: \(text)"
        }
        if language == "en", text.unicodeScalars.contains(where: { (0x4E00...0x9FFF).contains($0.value) }) {
            return "Chinese: \(text)"
        }
        let elsewhere = texts.filter { $0.key != language }.values.joined()
        if elsewhere.contains(where: { $0.text == text }), !here.contains(where: { $0.text == text }) {
            return "another language: \(text)"
        }
        return nil
    }
}
