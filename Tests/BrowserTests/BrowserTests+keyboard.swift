import DevStack
import JSON
import Testing
import WebDriver

extension BrowserTests {
    @Test("A shop's own payer buys without a mouse")
    func keyboard() throws {
        let buyer = try Buyer()
        let (browser, stage) = (buyer.browser, buyer.stage)
        let shop = try #require(stage.stack.description.merchants.first).id
        let payer = try #require(stage.stack.description.payers.last { $0.merchant == shop })
        try buyer.open("/demo")
        try walk(browser, to: "#buy-gift")
        try browser.press(.space)
        _ = try browser.find("#to-cashier")
        try walk(browser, to: "summary")
        try browser.press(.enter)
        #expect(try browser.text().contains("notify_url"))
        try buyer.open("/demo/orders/\(try browser.address().split(separator: "/")[4])/pay")
        try walk(browser, to: "#to-cashier")
        try browser.press(.enter)
        _ = try browser.find(Buyer.signInButton)
        try walk(browser, to: "[value=kadock]")
        try browser.press(.down)
        #expect(try browser.run("return document.activeElement.value").text == "shop")
        try walk(browser, to: "#login")
        try browser.press(payer.login)
        try walk(browser, to: "#pin")
        try browser.press(payer.pin)
        try browser.press(.enter)
        _ = try browser.find(Buyer.payButton)
        try walk(browser, to: Buyer.payButton)
        try browser.press(.space)
        _ = try browser.find(".done")
        // The way back is a link; the page would take it by itself in a moment.
        try browser.run("window.stop()")
        try walk(browser, to: "main a.btn-primary")
        try browser.press(.enter)
        try browser.waitFor("已付款，已发货")
        #expect(try stage.balance(of: payer) == payer.balance - 128_00)
        try walk(browser, to: "#refund")
        try browser.press(.enter)
        try browser.waitFor("已退款，卡密作废")
        #expect(try stage.balance(of: payer) == payer.balance)
        #expect(try browser.complaints() == [])
    }

    /// Presses Tab until an element has the focus.
    private func walk(_ browser: WebBrowser, to selector: String) throws {
        for _ in 0..<20 {
            try browser.press(.tab)
            if try browser.run("return document.activeElement.matches(arguments[0])", .string(selector)).isTrue {
                return
            }
        }
        throw WebDriverFailure(code: "not reached by Tab", message: selector)
    }
}
