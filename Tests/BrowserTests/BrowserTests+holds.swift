import DevStack
import MariaDB
import Testing
import Values
import WebDriver

extension BrowserTests {
    @Test("确认收货 on a phone: money is set aside at the cashier, and the shop's when the payer says so")
    func holds() throws {
        let buyer = try Buyer()
        let (browser, stage) = (buyer.browser, buyer.stage)
        let payer = try stage.payer()
        _ = try buyer.order()
        try stage.makeHold(cashier: try browser.address())
        try buyer.signIn(payer)
        try browser.waitFor("款项仅被冻结，您在账户页面确认收货后才会付给商户")
        try PageInspection(buyer, "cashier-hold").run()
        try browser.find(Buyer.payButton).click()
        try browser.waitFor("款项已冻结")
        try PageInspection(buyer, "set-aside").run()
        #expect(try stage.balance(of: payer) == payer.balance)
        try buyer.open("/account")
        #expect(try browser.text().contains("冻结中的款项"))
        try PageInspection(buyer, "account-hold").run()
        try browser.find("form:has([value=capture]) button").click()
        try browser.waitFor("已确认收货，款项已付给商户")
        #expect(try stage.balance(of: payer) == payer.balance - 19_90)
        #expect(try !browser.text().contains("冻结中的款项"))
        #expect(try browser.complaints() == [])
    }
}

extension BrowserStage {
    /// Turns the order that waits at this address into one that is held for its payer's word. The demo shop's protocol
    /// has no word for that.
    fileprivate func makeHold(cashier: String) throws {
        let session = try Session(stack.database.address(.owner))
        defer { session.close() }
        let id = cashier.split(separator: "/").last.flatMap { Identifier(text: String($0)) }
        let changed = try session.execute(
            """
            UPDATE payment SET mode = 'preauth', hold_seconds = 259200, capture_by = 'payer'
            WHERE id = \(id?.number ?? 0) AND state = 'pending'
            """)
        try #require(changed == 1)
    }
}
