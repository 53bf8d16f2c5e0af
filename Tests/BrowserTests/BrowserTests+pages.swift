import DevStack
import JSON
import Testing
import WebDriver

extension BrowserTests {
    @Test(
        "Every page fits, is translated, has names for its controls and is walked by Tab", arguments: ["zh-CN", "en"])
    func pages(_ language: String) throws {
        var options = WebBrowserOptions()
        options.language = language
        let buyer = try Buyer(options)
        let number = try inspectShop(buyer)
        let cashier = try buyer.browser.address()
        try buyer.browser.open(cashier + "/sandbox")
        try PageInspection(buyer, "sandbox").run()
        try buyer.browser.open(cashier)
        try inspectCashier(buyer)
        try inspectAccount(buyer)
        try inspectNotices(buyer, cashier)
        try inspectDocking(buyer)
        try buyer.open("/demo/orders/\(number)")
        try buyer.browser.find("#refund").click()
        _ = try buyer.browser.find("del")
        try PageInspection(buyer, "order-refunded").run()
        // What a page says by its status is no fault of the page.
        let faults = try buyer.browser.complaints().filter { line in
            line.contains("/static/") || line.contains("/demo/shop.")
                || !line.contains("Failed to load resource: the server responded with a status of 4")
        }
        #expect(faults == [])
    }

    /// Ends at the cashier with an order.
    private func inspectShop(_ buyer: Buyer) throws -> String {
        let browser = buyer.browser
        try buyer.open("/demo")
        try PageInspection(buyer, "goods").run()
        try browser.find("#buy-membership").click()
        _ = try browser.find("#to-cashier")
        try browser.find("summary").click()
        try PageInspection(buyer, "checkout").run()
        let number = try #require(try browser.run("return location.pathname.split('/')[3]").text)
        try buyer.open("/demo/orders/\(number)")
        try PageInspection(buyer, "order-waiting").run()
        try buyer.open("/demo/orders/nothing")
        try PageInspection(buyer, "shop-missing").run()
        try buyer.open("/demo/orders/\(number)/pay")
        try browser.find("#to-cashier").click()
        _ = try browser.find(Buyer.signInButton)
        return number
    }

    /// Ends with the order paid.
    private func inspectCashier(_ buyer: Buyer) throws {
        let browser = buyer.browser
        let payer = try buyer.stage.payer()
        try PageInspection(buyer, "cashier-sign-in").run()
        try buyer.signIn(payer, pin: payer.pin == "246802" ? "246803" : "246802")
        _ = try buyer.trouble()
        try PageInspection(buyer, "cashier-wrong-pin").run()
        try buyer.signIn(payer)
        _ = try browser.find(Buyer.payButton)
        try PageInspection(buyer, "cashier-pay").run()
        let cashier = try browser.address()
        try browser.find(Buyer.payButton).click()
        _ = try browser.find(".done")
        // It would leave for the shop while it is looked at.
        try browser.run("window.stop()")
        try PageInspection(buyer, "paid").run()
        try browser.find("main a.btn-primary").click()
        _ = try browser.find("#refund")
        try PageInspection(buyer, "order-paid").run()
        try browser.open(cashier)
    }

    private func inspectAccount(_ buyer: Buyer) throws {
        let browser = buyer.browser
        try buyer.open("/account")
        try PageInspection(buyer, "account").run()
        try browser.find("summary").click()
        for field in ["#pin", "#new-pin", "#new-pin-again"] { try browser.find(field).type("123456") }
        try browser.find("details button").click()
        _ = try buyer.trouble()
        try PageInspection(buyer, "account-trouble").run()
        // A form of a page that is too old.
        try browser.run("document.querySelector('details [name=token]').value = 'x'")
        for field in ["#pin", "#new-pin", "#new-pin-again"] { try browser.find(field).type("123456") }
        try browser.find("details button").click()
        _ = try browser.find(".notice")
        try PageInspection(buyer, "stale").run()
        try buyer.open("/account")
        try browser.find("form:has([value=sign-out]) button").click()
        _ = try browser.find(Buyer.signInButton)
        try PageInspection(buyer, "account-sign-in").run()
    }

    private func inspectNotices(_ buyer: Buyer, _ cashier: String) throws {
        try buyer.browser.open(cashier)
        try PageInspection(buyer, "paid-already").run()
        try buyer.open("/pay/nothing")
        try PageInspection(buyer, "not-found").run()
        for page in ["away", "busy"] {
            try buyer.open("/static/\(page).html")
            try PageInspection(buyer, page).inspectWidth()
        }
        try buyer.open("/v1/openapi")
        try PageInspection(buyer, "api").inspectWidth()
    }

    /// The guide, and a signature made in the ways that shops make them.
    private func inspectDocking(_ buyer: Buyer) throws {
        let browser = buyer.browser
        try buyer.open("/docking")
        try PageInspection(buyer, "docking").run()
        try browser.find("summary").click()
        try PageInspection(buyer, "docking-sample").inspectWidth()
        try buyer.open("/docking")
        let sent = "pid=1001&out_trade_no=A1&money=1.00&name=%E4%BC%9A%E5%91%98%E2%80%AEx&param=&sign=0&sign_type=MD5"
        try browser.find("#sent").type("https://pay.example/submit.php?" + sent)
        try browser.find("#key").type("89unJUB8HZ54Hj7x4nUj56HN4nUzUJ8i")
        try browser.find("#text").type("money=1.00&name=%E4%BC%9A%E5%91%98")
        try browser.find("form button").click()
        _ = try browser.find("#result")
        try PageInspection(buyer, "docking-wrong").run()
        #expect(try browser.run("return document.querySelector('#key').value").text == "")
        try buyer.open("/docking")
        try browser.find("[value=v2]").click()
        try browser.find("#sent").type("pid=1001&timestamp=1700000000&sign=0&sign_type=RSA")
        try browser.find("form button").click()
        _ = try browser.find("#result")
        try PageInspection(buyer, "docking-old").run()
    }
}
