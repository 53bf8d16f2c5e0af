import Foundation
import JSON
import Testing
import WebDriver

/// What has to be true of every page, whatever it shows.
struct PageInspection {
    private let browser: WebBrowser
    private let name: String
    private let language: String

    /// `name` is what the page is called in complaints and the files of pictures.
    init(_ buyer: Buyer, _ name: String) throws {
        browser = buyer.browser
        self.name = name
        language = try browser.run("return navigator.language.startsWith('zh') ? 'zh-CN' : 'en'").text ?? ""
    }

    func run() throws {
        try inspectWidth()
        try inspectWords()
        try inspectControls()
    }

    /// Nothing stands out of the page on a phone, a tablet and a desk. Pictures are left for who asks for them.
    func inspectWidth() throws {
        for width in [768, 1280, 360] {
            try browser.resize(width: width)
            let root = try browser.run("return [document.documentElement.scrollWidth, innerWidth]").elements
            guard root.count == 2, case .integer(let content) = root[0], case .integer(let window) = root[1] else {
                throw WebDriverFailure(code: "no width", message: name)
            }
            #expect(window == width && content <= window, "\(name) \(language): \(content) of \(window) px")
            if let folder = ProcessInfo.processInfo.environment["PAGE_PICTURES"] {
                let file = URL(filePath: "\(folder)/\(name)-\(language)-\(width).png")
                try Data(browser.picture()).write(to: file)
            }
        }
    }

    private func inspectWords() throws {
        #expect(try browser.run("return document.documentElement.lang").text == language)
        let texts = try browser.run(Self.texts).texts
        #expect(texts.count > 3)
        for text in texts {
            let objection = PageWords.shared.objection(to: text, in: language)
            #expect(objection == nil, "\(name) \(language)")
        }
        #expect(try browser.run(Self.empties).texts == [], "\(name) \(language)")
    }

    /// Every control has a name, is reached by Tab in the order of the page, and shows that it was.
    private func inspectControls() throws {
        for control in try browser.elements(Self.controls + "return controls") {
            let (label, html) = (try control.label(), try control.html())
            #expect(!label.isEmpty, "\(name) \(language): \(html)")
        }
        let plain = try browser.run(Self.stops + "return prepare()").texts
        for (index, ring) in plain.enumerated() {
            try browser.press(.tab)
            let seen = try browser.run(Self.stops + "return seen()").elements
            guard seen.count == 2, let shown = seen[1].text else {
                throw WebDriverFailure(code: "no focus", message: name)
            }
            #expect(seen[0] == .integer(Int64(index)), "\(name) \(language): Tab \(index + 1) of \(plain.count)")
            #expect(shown != ring && shown.contains("solid 3px"), "\(name) \(language): \(index) has \(shown)")
        }
    }

    /// Texts and attributes that people read, but for data: what a shop or a payer wrote, and what goes over the wire.
    /// Marked as another language: the link that leads there.
    private static let texts = """
        const isRead = (e) => e && e.checkVisibility() && !e.closest('script, style, bdi, time, code, .wire, .detail')
            && e.closest('[lang]') === document.documentElement;
        const texts = [document.title];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            if (isRead(walker.currentNode.parentElement)) texts.push(walker.currentNode.data.trim());
        }
        for (const e of document.body.querySelectorAll('*')) {
            for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
                if (isRead(e) && e.hasAttribute(name)) texts.push(e.getAttribute(name));
            }
        }
        return texts.filter((text) => text !== '');
        """

    /// What has to say something and says nothing, as a word is that is missing.
    private static let empties = """
        return [...document.querySelectorAll('h1, h2, label, legend, dt, summary, button, a, .hint, .alert, p')]
            .filter((e) => e.textContent.trim() === '').map((e) => e.outerHTML);
        """

    private static let controls = """
        const controls = [...document.querySelectorAll('a, button, input, select, summary, textarea')]
            .filter((e) => e.type !== 'hidden' && e.checkVisibility() && !e.disabled);

        """

    /// Where Tab stops: of the buttons of a choice, at the one that is chosen. The outline may be that of the label
    /// around them.
    private static let stops =
        controls + """
            const stops = controls.filter((e) => e.type !== 'radio' || e.checked);
            const ring = (e) => [e, e.closest('label') || e].map(getComputedStyle)
                .map((s) => `${s.outlineStyle} ${s.outlineWidth} ${s.outlineColor}`).join();
            const prepare = () => {
                document.body.tabIndex = -1;
                document.body.focus();
                return stops.map(ring);
            };
            const seen = () => [stops.indexOf(document.activeElement), ring(document.activeElement)];

            """
}
