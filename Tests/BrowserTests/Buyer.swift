import DevStack
import JSON
import Testing
import WebDriver

/// Somebody with a browser who buys at the demo shop.
struct Buyer {
    static let payButton = "form:has(input[value=pay]) button"
    static let signInButton = "form:has(input[value=sign-in]) button"

    let stage: BrowserStage
    let browser: WebBrowser

    init(_ options: WebBrowserOptions = WebBrowserOptions()) throws {
        stage = try BrowserStage.shared.get()
        browser = try WebBrowser(stage.driver, options)
    }

    /// Shows a page of the stack.
    func open(_ path: String) throws { try browser.open(stage.base + path) }

    /// Orders goods, and goes to the cashier with them; the order's number.
    func order(_ goods: String = "membership") throws -> String {
        try open("/demo")
        try browser.find("#buy-\(goods)").click()
        let button = try browser.find("#to-cashier")
        let number = try #require(try browser.run("return location.pathname.split('/')[3]").text)
        try button.click()
        _ = try browser.find("input[name=act]")
        return number
    }

    /// Signs in at the cashier or at the account page.
    func signIn(_ payer: DemoPayer, pin: String? = nil) throws {
        try browser.find("#login").clear()
        try browser.find("#login").type(payer.login)
        try browser.find("#pin").type(pin ?? payer.pin)
        try browser.find(Self.signInButton).click()
    }

    /// What the alert of the page says, waited for.
    func trouble() throws -> String { try browser.find(".trouble").text() }
}
