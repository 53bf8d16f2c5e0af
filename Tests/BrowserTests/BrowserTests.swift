import DevStack
import Testing
import WebDriver

/// Debian's Chromium, as wide as a phone, buys from the demo shop.
///
/// One test after the other: each browser wants a processor for itself.
@Suite(
    "A browser buys", .serialized,
    .enabled(if: BrowserStage.isWanted, "not had: needs Debian's chromium and chromium-driver"))
struct BrowserTests {
    @Test("Form, cashier, PIN, return; the shop's order page turns to paid, and the price is gone once")
    func buys() throws {
        let buyer = try Buyer()
        let (browser, stage) = (buyer.browser, buyer.stage)
        let payer = try stage.payer()
        let number = try buyer.order()
        let cashier = try browser.address()
        // The order's page in another window, which learns of the payment by itself.
        let onlooker = try Buyer()
        try onlooker.open("/demo/orders/\(number)")
        #expect(try onlooker.browser.find("#standing").text() == "等待付款")
        try buyer.signIn(payer)
        #expect(try browser.find(Buyer.payButton).text() == "确认支付 ¥19.90")
        #expect(try browser.text().contains("¥99980.10"))
        try browser.find(Buyer.payButton).click()
        try browser.waitFor("支付成功")
        try onlooker.browser.waitFor("已付款，已发货")
        #expect(try onlooker.browser.find("#card-code").text().count == 19)
        // Nobody has to press the button that leads back.
        try browser.waitFor("已付款，已发货")
        #expect(try browser.address() == "\(stage.base)/demo/orders/\(number)")
        try browser.waitFor("浏览器从收银台返回")
        #expect(try stage.balance(of: payer) == payer.balance - 19_90)
        try browser.open(cashier)
        #expect(try browser.find(".done").text().contains("支付成功"))
        #expect(try browser.complaints() == [] && onlooker.browser.complaints() == [])
    }

    @Test("Five wrong PINs lock: the time is told, and the right PIN is refused")
    func locks() throws {
        let buyer = try Buyer()
        let payer = try buyer.stage.payer()
        _ = try buyer.order()
        let wrong = payer.pin == "246802" ? "246803" : "246802"
        for left in (1...4).reversed() {
            try buyer.signIn(payer, pin: wrong)
            try buyer.browser.waitFor("还可以尝试 \(left) 次")
        }
        for pin in [wrong, payer.pin] {
            try buyer.signIn(payer, pin: pin)
            try buyer.browser.waitFor("账户已锁定")
            #expect(try buyer.trouble().contains(/请在 [0-2][0-9]:[0-5][0-9]（UTC\+8）之后再试/))
            #expect(try buyer.browser.all(Buyer.payButton).isEmpty)
        }
        try PageInspection(buyer, "locked").run()
        #expect(try buyer.stage.balance(of: payer) == payer.balance)
    }

    @Test("Two clicks charge once: by mouse, in one breath, in two tabs, with or without a script; so does going back")
    func once() throws {
        for runsScripts in [true, false] {
            var options = WebBrowserOptions()
            options.runsScripts = runsScripts
            let buyer = try Buyer(options)
            let browser = buyer.browser
            let payer = try buyer.stage.payer()
            for round in 1...2 {
                let number = try buyer.order("card")
                if round == 1 { try buyer.signIn(payer) }
                _ = try browser.find(Buyer.payButton)
                let cashier = try browser.address()
                let tabs = try browser.openTab()
                try browser.open(cashier)
                _ = try browser.find(Buyer.payButton)
                try browser.turn(to: tabs.first)
                let button = try browser.find(Buyer.payButton)
                if round == 1 {
                    try browser.doubleClick(button)
                } else {
                    try browser.run("arguments[0].click(); arguments[0].click()", button.value)
                }
                try browser.waitFor("支付成功")
                let balance = payer.balance - Int64(round) * 1_00
                #expect(try buyer.stage.balance(of: payer) == balance)
                try browser.goBack()
                try browser.waitFor("支付成功")
                #expect(try browser.all(Buyer.payButton).isEmpty)
                try browser.turn(to: tabs.second)
                try browser.find(Buyer.payButton).click()
                try browser.waitFor("支付成功")
                try browser.turn(to: tabs.first)
                try buyer.open("/demo/orders/\(number)")
                try browser.waitFor("已付款，已发货")
                #expect(try buyer.stage.balance(of: payer) == balance)
            }
            #expect(try browser.complaints() == [])
        }
    }

    @Test("Who has too little is told how much is missing, and is not asked to pay")
    func short() throws {
        let buyer = try Buyer()
        let payer = try buyer.stage.payer()
        try buyer.browser.open(buyer.stage.submission(money: "100000.70"))
        try buyer.signIn(payer)
        #expect(try buyer.trouble() == "余额不足，还差 ¥0.70。充值后可继续支付")
        #expect(try buyer.browser.all(Buyer.payButton).isEmpty)
        try PageInspection(buyer, "short").run()
        #expect(try buyer.stage.balance(of: payer) == payer.balance)
    }

    @Test("Who has no account pays through the test channel, twice even: the order is paid, the surplus goes back")
    func sandbox() throws {
        let buyer = try Buyer()
        let browser = buyer.browser
        let number = try buyer.order()
        let cashier = try browser.address()
        try browser.find("a[href$='/sandbox']").click()
        try browser.find("[value=twice]").click()
        try browser.waitFor("多付部分将原路退回")
        #expect(try browser.all("section:has(#receipts) li").count == 2)
        #expect(try browser.text().contains("已入账"))
        try PageInspection(buyer, "sandbox-twice").run()
        try buyer.open("/demo/orders/\(number)")
        try browser.waitFor("已付款，已发货")
        #expect(try browser.complaints() == [])
        // Somebody who is signed in may try it as well.
        try buyer.open("/account")
        try buyer.signIn(buyer.stage.payer())
        _ = try browser.find(".wallet")
        try browser.open(cashier + "/sandbox")
        try browser.find("[value=fail]").click()
        #expect(try buyer.trouble().hasPrefix("渠道报告付款失败"))
    }
}
