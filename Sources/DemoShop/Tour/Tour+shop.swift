import Foundation

/// A purchase in the demo shop: its epay form, the cashier with the payer's PIN, and the notify that reaches the shop.
extension Tour {
    private static let mode = "epay"
    /// How often the order's page is looked at, ten times a second.
    private static let patience = 100

    mutating func buyInTheShop() throws(TourFailure) {
        var browser = TourBrowser(plan)
        let goods = try browser.open("/demo")
        guard let buy = TourForm.all(in: goods.html).first(where: { $0["goods"] == "membership" }) else {
            return note(Self.mode, "GET /demo", "\(goods.status): the shop is not open", false)
        }
        let checkout = try browser.send(buy)
        guard let order = TourForm.all(in: checkout.html).first(where: { $0.has("sign") }),
            let number = order["out_trade_no"]
        else { return note(Self.mode, "POST \(buy.action)", "\(checkout.status): no form for the cashier", false) }
        note(Self.mode, "POST \(buy.action)", "the shop made order \(number) and signed a form for the cashier", true)
        let cashier = try browser.send(order)
        guard cashier.status == 200, cashier.path.hasPrefix("/pay/") else {
            return note(
                Self.mode, "POST /submit.php", "\(cashier.status): the order waits for its payer at \(cashier.path)",
                false)
        }
        note(Self.mode, "POST /submit.php", "the browser is at the cashier, \(cashier.path)", true)
        guard let paid = try pay(cashier, &browser) else { return }
        if let back = paid.html.split(separator: "<a").lazy.compactMap({ TourForm.attribute("href", of: $0) })
            .first(where: { $0.contains("/demo/return?") })
        {
            let shop = try browser.open(back)
            note(
                Self.mode, "GET /demo/return", "back in the shop, which finds the gateway's signature good",
                shop.path == "/demo/orders/\(number)")
        }
        try awaitNotice(of: number, &browser)
        try giveBack(number, &browser)
    }

    /// Signs in and agrees; nil: it was not paid.
    private mutating func pay(
        _ cashier: TourBrowser.View, _ browser: inout TourBrowser
    ) throws(TourFailure) -> TourBrowser.View? {
        guard var signIn = TourForm.all(in: cashier.html).first(where: { $0.has("login") }) else {
            note(Self.mode, "GET \(cashier.path)", "the cashier asks for nobody", false)
            return nil
        }
        signIn.fill("login", plan.login)
        signIn.fill("pin", plan.pin)
        let bill = try browser.send(signIn)
        guard let consent = TourForm.all(in: bill.html).first(where: { $0["act"] == "pay" }) else {
            note(Self.mode, "POST \(cashier.path)", "\(bill.status): \(plan.login) cannot sign in", false)
            return nil
        }
        note(Self.mode, "POST \(cashier.path)", "\(plan.login) signs in with the PIN and sees the bill", true)
        let paid = try browser.send(consent)
        let isPaid = paid.status == 200 && !TourForm.all(in: paid.html).contains { $0["act"] == "pay" }
        note(
            Self.mode, "POST \(cashier.path)", isPaid ? "agreed and paid" : "\(paid.status): it was not paid", isPaid)
        return isPaid ? paid : nil
    }

    /// Looks at the order's page until the shop has heard of the payment.
    private mutating func awaitNotice(of number: String, _ browser: inout TourBrowser) throws(TourFailure) {
        let page = "/demo/orders/\(number)"
        for _ in 0..<Self.patience {
            if try browser.open(page).html.contains("id=\"notify\"") {
                return note(Self.mode, "GET \(page)", "the notify arrived, the goods are delivered", true)
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
        note(Self.mode, "GET \(page)", "no notify arrived", false)
    }

    /// The shop asks how the order stands, then gives the money back.
    private mutating func giveBack(_ number: String, _ browser: inout TourBrowser) throws(TourFailure) {
        for (act, look, words) in [
            ("query", "paid-", "the shop asked the gateway: the order is paid"),
            ("refund", "refunded-", "the shop gave the money back"),
        ] {
            let form = TourForm(action: "/demo/orders/\(number)/\(act)", fields: [])
            let isDone = try browser.send(form).html.contains("data-look=\"\(look)")
            note(Self.mode, "POST /api.php?act=\(act == "query" ? "order" : act)", words, isDone)
        }
    }
}
