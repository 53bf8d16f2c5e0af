import DevStack
import Foundation
import HTTPClient
import Testing

@testable import DemoShop

/// The demo shop beside a running stack: what it sends is taken, what it is sent arrives.
@Suite struct DemoShopTests {
    let stack: DevStack
    let settings: ShopSettings

    init() throws {
        stack = try TestStack.shared.get().stack
        settings = try ShopSettings(file: "\(stack.directory.path)/conf/shop.json")
    }

    private var browser: TourBrowser {
        TourBrowser(
            TourPlan(
                gateway: stack.description.baseURL, authorityFile: stack.directory.authorityFile, keyID: "", key: [],
                payer: "", login: "", pin: "", settle: { _ in false }))
    }

    /// Orders the membership; the form for the cashier.
    private func order(_ browser: inout TourBrowser) throws -> TourForm {
        let goods = try browser.open("/demo")
        #expect(goods.status == 200)
        let buy = try #require(TourForm.all(in: goods.html).first { $0["goods"] == "membership" })
        return try #require(TourForm.all(in: try browser.send(buy).html).first)
    }

    /// What the shop's server answers the gateway's.
    private func tell(_ fields: [(name: String, value: String)], at path: String? = nil) throws -> (Int, String) {
        let base = path.map { settings.notifyURL.replacing("/demo/notify", with: $0) } ?? settings.notifyURL
        // As the gateway does it, to this machine alone.
        let url = try CheckedURL(
            "\(base)?\(ShopForm.text(of: fields))",
            .outgoing(allowsCleartext: true, addresses: .publicAndLoopback))
        let answer = try HTTPClient(policy: .publicAndLoopback).send(OutgoingRequest(.get, url))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    @Test func theFormIsTakenAndATamperedOneIsNot() throws {
        var browser = browser
        var form = try order(&browser)
        #expect(form.action == "\(stack.description.baseURL)/submit.php")
        let cashier = try browser.send(form)
        #expect(cashier.path.hasPrefix("/pay/") && cashier.status == 200 && cashier.html.contains("¥19.90"))
        // The same order again is the same payment.
        #expect(try browser.send(form).path == cashier.path)
        form.fill("money", "0.01")
        let refused = try browser.send(form)
        #expect(refused.path == "/submit.php" && refused.html.contains("签名"))
        let number = try #require(form["out_trade_no"])
        let page = try browser.open("/demo/orders/\(number)")
        let ask = try #require(TourForm.all(in: page.html).first { $0.action.hasSuffix("/query") })
        #expect(try browser.send(ask).html.contains("code=1, status=0"))
    }

    @Test func theNotifyArrivesOnTheLoopbackAddress() throws {
        var browser = browser
        let form = try order(&browser)
        let number = try #require(form["out_trade_no"])
        let page = "/demo/orders/\(number)"
        #expect(try browser.open(page).html.contains("data-look=\"waiting-"))
        var fields = [
            "pid": String(settings.pid), "trade_no": "1234567890123456789", "out_trade_no": number, "name": "product",
            "money": "19.90", "trade_status": "TRADE_SUCCESS",
        ]
        fields["sign"] = ShopSignature.sign(fields, key: settings.md5Key)
        let good = fields.map { (name: $0.key, value: $0.value) }
        fields["money"] = "20.00"
        let bad = fields.map { (name: $0.key, value: $0.value) }
        #expect(try tell(bad) == (200, "fail"))
        #expect(try browser.open(page).html.contains("data-look=\"waiting-"))
        #expect(try tell(good) == (200, "success"))
        #expect(try browser.open(page).html.contains("data-look=\"paid-"))
        // Nothing else of the shop or of the gateway is there.
        for path in ["/demo", "/healthz", "/demo/notify/x"] { #expect(try tell([], at: path).0 == 404) }
    }

    @Test func itsOwnPolicyAndTimesPassThroughNginx() throws {
        let client = RawHTTPS(port: stack.port, authorityFile: stack.directory.authorityFile)
        let answer = try client.request("GET", "/demo")
        #expect(answer.header("content-security-policy")?.contains("script-src 'self'") == true)
        #expect(answer.header("cache-control") == "no-store" && answer.header("set-cookie") == nil)
        let style = try client.request("GET", "/demo/shop.css")
        #expect(style.status == 200 && style.header("cache-control") == "max-age=3600")
        #expect(try client.request("PUT", "/demo").status == 405)
        #expect(try client.request("GET", "/demo/nothing").status == 404)
    }
}
