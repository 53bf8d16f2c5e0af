import Testing
import Threading
import Values

@testable import Docking

/// Languages, cookies, forms, amounts.
struct PagePartTests {
    @Test(
        "Chinese, unless English is preferred",
        arguments: [
            (nil, "zh"), ("", "zh"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
            ("en-US,en;q=0.9,zh-CN;q=0.8", "en"), ("fr", "zh"), ("fr,en;q=0.1", "en"), ("zh;q=0.5, en ;q=0.6", "en"),
            ("EN", "en"), ("en;q=0", "zh"), ("en;q=x", "zh"), ("en;q=2", "zh"), ("*", "zh"), ("en;q=1.000", "en"),
            ("english", "zh"), ("en,zh", "zh"),
        ] as [(String?, String)])
    func languages(field: String?, code: String) {
        #expect(PageLanguage(acceptLanguage: field).rawValue == code)
    }

    @Test("Cookies are read by name, and one that comes twice is none")
    func cookies() {
        func read(_ fields: String...) -> PageCookies { PageCookies(Headers(fields.map { ("cookie", $0) })) }
        #expect(read("a=1; __Host-kadock_session=abc ;b=2")[.session] == "abc")
        #expect(read("a=1", "__Host-kadock_session=abc")[.session] == "abc")
        #expect(read("__Host-kadock_session=abc; __Host-kadock_session=def")[.session] == nil)
        #expect(read("kadock_session=abc; x__Host-kadock_session=abc")[.session] == nil)
        #expect(read("__Host-kadock_session")[.session] == nil)
        #expect(
            PageCookies.set(.session, "abc")
                == "__Host-kadock_session=abc; Path=/; Secure; HttpOnly; SameSite=Lax")
        #expect(PageCookies.clear(.session).hasSuffix("; Max-Age=0"))
    }

    @Test("A form that our pages cannot have sent has no fields")
    func forms() {
        #expect(PageForm(Array("login=a+b%26&pin=123456".utf8))["login"] == "a b&")
        #expect(PageForm(Array("pin=123456".utf8)).pin() == "123456")
        for body in [
            "pin=12345", "pin=1234567", "pin=12345a", "pin=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96", "",
            "pin=123456&pin=123456", "pin=123456&a=%FF",
        ] {
            #expect(PageForm(Array(body.utf8)).pin() == nil, "\(body)")
        }
    }

    @Test(
        "Amounts as payers read them",
        arguments: [
            (1, "CNY", "¥0.01"), (1999, "CNY", "¥19.99"), (-5, "CNY", "-¥0.05"), (0, "CNY", "¥0.00"),
            (1999, "USD", "USD 19.99"), (1999, "JPY", "JPY 1999"), (1999, "BHD", "BHD 1.999"), (-7, "JPY", "-JPY 7"),
            (Int64.min, "JPY", "-JPY 9223372036854775808"),
        ] as [(Int64, String, String)])
    func amounts(minor: Int64, code: String, text: String) throws {
        let currency = try #require(Currency(code: code))
        #expect(Money.pageText(minor, currency) == text)
    }

    @Test("A form of another site's page is known")
    func elsewhere() throws {
        let address = try #require(BaseAddress("https://pay.example"))
        func isForeign(_ headers: [(name: String, value: String)]) -> Bool {
            let request = Request(
                method: "POST", target: "/account", headers: Headers(headers), body: .whole([]),
                remoteAddress: "192.0.2.1", requestID: "r", isInternal: false, deadline: .milliseconds(1000))
            let call = Call(request: request, values: [], caller: nil, body: [], contentDigest: [])
            return PageVisit(call, .account).isFromElsewhere(address)
        }
        for site in ["cross-site", "same-site", ""] { #expect(isForeign([("sec-fetch-site", site)]), "\(site)") }
        for site in ["same-origin", "none"] { #expect(!isForeign([("sec-fetch-site", site)]), "\(site)") }
        #expect(isForeign([("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")]))
        #expect(!isForeign([]) && !isForeign([("origin", "https://pay.example")]) && !isForeign([("origin", "null")]))
        #expect(isForeign([("origin", "https://evil.example")]) && isForeign([("origin", "http://pay.example")]))
        #expect(isForeign([("sec-fetch-site", "cross-site"), ("origin", "https://pay.example")]))
    }
}
