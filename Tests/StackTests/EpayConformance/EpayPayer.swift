import DevStack

@testable import DemoShop

/// A person with a wallet of the platform's, a browser, and a PIN.
struct EpayPayer {
    private let login: String
    private let pin: String
    private var browser: TourBrowser

    init(_ stack: DevStack) throws {
        guard let payer = stack.description.payers.first(where: { $0.merchant == nil }) else {
            throw ShopFailure(reason: "the stack has no payer of the platform's")
        }
        (login, pin) = (payer.login, payer.pin)
        browser = TourBrowser(origin: "https://localhost:\(stack.port)", authorityFile: stack.description.authorityFile)
    }

    /// Signs in if need be and agrees; returns the link that leads back to the shop.
    mutating func pay(_ payURL: String) throws -> String? {
        var page = try browser.open(payURL)
        if var form = TourForm.all(in: page.html).first(where: { $0.has("login") }) {
            form.fill("login", login)
            form.fill("pin", pin)
            page = try browser.send(form)
        }
        guard var consent = TourForm.all(in: page.html).first(where: { $0["act"] == "pay" }) else {
            throw ShopFailure(reason: "\(payURL) cannot be paid: \(page.status) \(page.html)")
        }
        if consent.has("pin") { consent.fill("pin", pin) }
        let paid = try browser.send(consent)
        guard paid.status == 200, !TourForm.all(in: paid.html).contains(where: { $0["act"] == "pay" }) else {
            throw ShopFailure(reason: "\(payURL) was not paid: \(paid.status) \(paid.html)")
        }
        return paid.html.split(separator: "<a").lazy.compactMap { TourForm.attribute("href", of: $0) }
            .first { $0.contains("sign=") }
    }
}
