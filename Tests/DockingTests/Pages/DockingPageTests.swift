import OpenSSL
import PageFiles
import Testing

@testable import Docking

/// `/docking`: the guide, the samples, and what the self-test shows and keeps to itself.
struct DockingPageTests {
    private let counter: Counter

    init() throws { counter = try Counter(egress: []) }

    private func ask(_ method: String, language: String = "en", _ fields: [(name: String, value: String)] = [])
        -> Response
    {
        let type = (name: "content-type", value: "application/x-www-form-urlencoded")
        return counter.unsigned(
            method, "/docking",
            headers: [(name: "accept-language", value: language)] + (method == "POST" ? [type] : []),
            body: .whole(Array(EpayShop.encoded(fields).utf8)))
    }

    private func html(_ response: Response) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test("The guide and every sample stand there, in both languages", arguments: PageLanguage.allCases)
    func guide(language: PageLanguage) throws {
        let response = ask("GET", language: language.tag)
        let page = html(response)
        #expect(response.status == 200 && response.header("content-language") == language.tag)
        #expect(response.header("content-security-policy")?.hasPrefix("default-src 'none'") == true)
        #expect(page.contains("<code>\(RequestSigner.base)/</code>"))
        let samples = PageFiles.samples
        #expect(samples.count == 8)
        for sample in samples {
            let text = String(decoding: sample.content, as: UTF8.self)
            let escaped = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")]
                .reduce(text) { $0.replacing($1.0, with: $1.1) }
            #expect(page.contains(escaped), "\(sample.name)")
            // What it calls is what the guide names.
            for found in text.matches(of: /\/(mapi|submit|api)\.php|\/api\/pay\/[a-z]+/) {
                #expect(page.contains("<code>\(found.output.0)"), "\(found.output.0)")
            }
        }
        #expect(!page.contains(PageLibrary.shared.words[language]?["dock_egress"] ?? "?"))
    }

    @Test("Addresses that shops are called from are told where the platform has said which")
    func egress() throws {
        let page = String(
            decoding: try Counter(egress: ["192.0.2.7", "2001:db8::7"]).unsigned("GET", "/docking").body, as: UTF8.self)
        #expect(page.contains("<li><code>192.0.2.7</code></li>") && page.contains("2001:db8::7"))
    }

    @Test("The key that the platform signs V2 with stands there, where it has one")
    func platformKey() throws {
        let title = try #require(PageLibrary.shared.words[.english]?["dock_platform_key"])
            .replacing("'", with: "&#39;")
        #expect(!html(ask("GET")).contains(title))
        let key = try PrivateKey.generateRSA(bits: 2048)
        let counter = try Counter(egress: [], epaySigner: EpayPlatformSigner(key))
        let page = html(
            counter.unsigned("GET", "/docking", headers: [(name: "accept-language", value: "en")], body: .whole([])))
        let line = Base64.encode(key.publicKey.der())
        #expect(page.contains(title) && page.contains("<code>\(line)</code>"))
    }

    @Test("A signature is looked at; the key goes nowhere; what hides in a value is seen and is no markup")
    func selfTest() throws {
        let shop = EpayShop()
        let fields = EpayShop.order([(name: "name", value: "<b onclick='x'>\u{202E}\"a\u{301}")])
        let sent = shop.signed(fields)
        var form = [(name: "version", value: "v1"), (name: "sent", value: sent), (name: "key", value: shop.key)]
        let right = html(ask("POST", form))
        #expect(right.contains("The signature is right</p>") && !right.contains(shop.key))
        #expect(right.contains("&lt;b onclick=&#39;x&#39;&gt;[U+202E]") && !right.contains("<b onclick"))
        #expect(!right.contains("\u{202E}"))
        form[1].value = sent.replacing("money=1%2E00", with: "money=2%2E00")
        #expect(html(ask("POST", form)).contains("comes about by no mistake we know"))
        form[1].value = EpayShop.encoded(fields + [(name: "sign", value: shop.hash("x"))])
        form.append((name: "text", value: "money=1.00&name=" + shop.key))
        let compared = html(ask("POST", form))
        #expect(compared.contains("The first 16 bytes are the same, then they differ"))
    }

    @Test("Where our text ends, what follows in theirs is not shown: it may be the key")
    func restOfTheirs() {
        let page = html(
            ask(
                "POST",
                [
                    (name: "version", value: "v1"), (name: "sent", value: "pid=1&sign=0"),
                    (name: "text", value: "pid=1SECRET"),
                ]))
        #expect(page.contains("goes on for 6 bytes") && !page.contains("SECRET"))
    }

    @Test("A request with the plain key is not shown again")
    func plainKey() {
        let page = html(ask("POST", [(name: "sent", value: "act=order&pid=1&key=SECRET&out_trade_no=1")]))
        #expect(page.contains("Never paste a key") && !page.contains("SECRET") && page.contains("not shown"))
    }

    @Test("Nobody learns which merchants exist")
    func noOracle() {
        let pages = ["1001", "9999"].map { pid in
            html(ask("POST", [(name: "sent", value: "pid=\(pid)&sign=0"), (name: "key", value: "k")]))
                .replacing(pid, with: "")
        }
        #expect(pages[0] == pages[1])
    }

    @Test("A body beyond 64 KiB is refused, one just below is looked at")
    func large() {
        #expect(ask("POST", [(name: "sent", value: String(repeating: "a", count: 65_536))]).status == 413)
        let page = ask("POST", [(name: "sent", value: "a=" + String(repeating: "b", count: 60_000) + "&sign=0")])
        #expect(page.status == 200)
    }

    @Test("V2 says how old a request is")
    func age() {
        let page = html(
            ask(
                "POST",
                [
                    (name: "version", value: "v2"),
                    (name: "sent", value: "pid=1&timestamp=\(Counter.now - 301)&sign=0&sign_type=RSA"),
                ]))
        #expect(page.contains("301 seconds behind our clock") && page.contains("Without a key"))
    }
}
