import MariaDB
import Merchants
import OpenSSL
import Payers
import Testing
import Threading
import Values

@testable import Docking

/// The cashier before a real database, by hand-made forms.
@Suite(.serialized)
struct CashierTests {
    private let counter: RealCounter
    private let shop: PageShop
    private var browser: Browser
    private let pin = PageShop.pin

    init() throws {
        counter = try RealCounter.shared.get()
        shop = try PageShop(counter)
        browser = Browser(counter)
    }

    private let pay = [(name: "act", value: "pay")]

    @Test("A platform payer signs in, pays, and goes back with what the shop verifies")
    mutating func paysAnOrder() throws {
        let payer = try shop.payer(fen: 1000)
        let path = try shop.order([(name: "money", value: "2.50"), (name: "param", value: "p 1")])
        #expect(browser.get(path) == 200)
        #expect(browser.html.contains("¥2.50") && browser.html.contains("VIP会员"))
        #expect(browser.html.contains(shop.merchant.name) && browser.html.contains("24:00:00"))
        #expect(browser.signIn(path, payer.login, pin: pin) == 303 && browser.last.status == 200)
        // Signing in takes nothing, nor does looking.
        #expect(browser.html.contains("¥10.00") && browser.html.contains("¥7.50"))
        #expect(browser.get(path) == 200)
        #expect(try shop.balance(of: payer) == 1000)
        #expect(browser.post(path, pay) == 303 && browser.html.contains("支付成功"))
        #expect(browser.html.contains("¥10.00") && browser.html.contains("¥7.50"))
        #expect(try shop.balance(of: payer) == 750)
        let back = try #require(browser.back)
        #expect(back.hasPrefix("http://www.pay.com/return_url.php?pid=\(shop.merchant.pid)&trade_no="))
        #expect(browser.html.contains("http-equiv=\"refresh\" content=\"5;url=http://www.pay.com/"))
        let parameters = try EpayParameters(String(back.split(separator: "?")[1]))
        #expect(throws: Never.self) {
            try EpaySignature.verify(parameters, key: Array(EpayShop.key(of: shop.merchant).utf8))
        }
        #expect(try parameters.text("money") == "2.50" && parameters.text("trade_status") == "TRADE_SUCCESS")
        #expect(try parameters.text("param") == "p 1" && parameters.text("type") == "alipay")
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("A double click, the back button and a reload charge once")
    mutating func once() throws {
        let payer = try shop.payer(fen: 1000)
        let path = try shop.order()
        browser.signIn(path, payer.login, pin: pin)
        let token = browser.token
        for _ in 0..<3 { #expect(browser.post(path, pay, token: token) == 303 && browser.html.contains("支付成功")) }
        #expect(browser.get(path) == 200 && browser.html.contains("支付成功"))
        #expect(try shop.balance(of: payer) == 900)
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("A shop's own payer chooses the shop's account; as a platform payer nobody knows it")
    mutating func shopPayer() throws {
        let payer = try shop.payer(ofShop: true, fen: 100)
        let path = try shop.order()
        #expect(browser.signIn(path, payer.login, pin: pin, [(name: "place", value: "kadock")]) == 422)
        #expect(browser.signIn(path, payer.login, pin: pin, [(name: "place", value: "shop")]) == 303)
        #expect(browser.post(path, pay) == 303 && browser.html.contains("¥0.00"))
        #expect(try shop.balance(of: payer) == 0)
    }

    @Test("A payment that names its payer asks for nobody else, and its way back is signed by the platform")
    mutating func namedPayer() throws {
        let payer = try shop.payer(fen: 500)
        let other = try shop.payer(fen: 500)
        let path = try shop.payment(payer: payer.id, returnURL: "https://shop.example/done?basket=7")
        browser.get(path)
        #expect(!browser.html.contains("name=\"place\""))
        #expect(browser.signIn(path, other.login, pin: pin) == 303 && browser.last.status == 403)
        #expect(browser.html.contains("此订单不能用当前账户支付"))
        #expect(browser.post(path, pay) == 403)
        #expect(browser.post(path, [(name: "act", value: "sign-out")]) == 303 && browser.last.status == 200)
        browser.signIn(path, payer.login, pin: pin)
        #expect(browser.post(path, pay) == 303)
        let back = try #require(browser.back)
        let query = String(back.split(separator: "?")[1])
        let halves = query.split(separator: "&signature=")
        let signature = try #require(Base64.decodeURL(String(halves[1])))
        #expect(counter.platform.publicKey.verifies(signature, Array(halves[0].utf8)))
        #expect(query.hasPrefix("basket=7&payment=\(path.split(separator: "/")[1])&out_trade_no=V-"))
        #expect(query.contains("&state=captured&amount=100&currency=CNY&time="))
        #expect(try shop.balance(of: payer) == 400)
        #expect(try shop.balance(of: other) == 500)
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("A wrong PIN says how many tries are left, and the fifth locks")
    mutating func wrongPIN() throws {
        let payer = try shop.payer(fen: 500)
        let path = try shop.order()
        #expect(browser.signIn(path, payer.login, pin: "111112") == 422)
        #expect(browser.html.contains("还可以尝试 4 次") && browser.html.contains(payer.login))
        #expect(!browser.html.contains("111112"))
        for _ in 0..<4 { browser.signIn(path, payer.login, pin: "111112") }
        #expect(browser.signIn(path, payer.login, pin: pin) == 429 && browser.html.contains("账户已锁定"))
        #expect(browser.signIn(path, payer.login, pin: "12345") == 422 && browser.html.contains("6 位数字"))
    }

    @Test("A form without its token, with another's, or from another site does nothing")
    mutating func foreignForms() throws {
        let payer = try shop.payer(fen: 500)
        let path = try shop.order()
        browser.get(path)
        let signIn = [
            (name: "act", value: "sign-in"), (name: "login", value: payer.login), (name: "pin", value: pin),
        ]
        #expect(browser.post(path, signIn, token: "") == 403)
        #expect(browser.post(path, signIn, token: "x") == 403)
        var bare = Browser(counter)
        #expect(bare.post(path, signIn, token: "") == 403 && bare.cookies["__Host-kadock_session"] == nil)
        browser.signIn(path, payer.login, pin: pin)
        let token = browser.token
        #expect(browser.post(path, pay, token: "x") == 403 && browser.html.contains("页面已过期"))
        browser.site = "cross-site"
        #expect(browser.post(path, pay, token: token) == 403)
        #expect(try shop.balance(of: payer) == 500)
        browser.site = "same-origin"
        #expect(browser.post(path, pay, token: token) == 303)
        #expect(try shop.balance(of: payer) == 400)
    }

    @Test("Who is short of money is told so, and pays after a top-up")
    mutating func short() throws {
        let payer = try shop.payer(fen: 30)
        let path = try shop.order()
        browser.signIn(path, payer.login, pin: pin)
        #expect(browser.html.contains("还差 ¥0.70") && !browser.html.contains("value=\"pay\""))
        // Whoever sends the form all the same is told by the engine.
        #expect(browser.post(path, pay) == 422 && browser.html.contains("余额不足"))
        try shop.bring(70, to: payer)
        #expect(browser.get(path) == 200 && browser.html.contains("value=\"pay\""))
        #expect(browser.post(path, pay) == 303 && browser.html.contains("支付成功"))
        #expect(try shop.balance(of: payer) == 0)
        #expect(try counter.brokenInvariants() == [])
    }

    @Test(
        "Over the shop's cap the payment waits on, and the payer is told so in either language",
        arguments: ["zh", "en"])
    mutating func overCap(language: String) throws {
        let payer = try shop.payer(fen: 500)
        try shop.agree { $0.dayCaps = [.cny: 99] }
        let path = try shop.order()
        browser.get(path + "?lang=" + language)
        browser.signIn(path, payer.login, pin: pin)
        #expect(browser.post(path, pay) == 422)
        #expect(browser.html.contains(language == "zh" ? "今日收款额度已用完" : "as much today as it may"))
        #expect(try shop.balance(of: payer) == 500)
        try shop.agree { $0.dayCaps = [.cny: 100] }
        #expect(browser.post(path, pay) == 303)
        #expect(try shop.balance(of: payer) == 400)
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("After five minutes the PIN is asked for again; after five more nothing signed is given away")
    mutating func ageing() throws {
        let payer = try shop.payer(fen: 500)
        let path = try shop.order()
        browser.signIn(path, payer.login, pin: pin)
        try age("UPDATE payer_session SET proved_at = proved_at - 301000000 WHERE payer_id = \(payer.id.number)")
        #expect(browser.get(path) == 200 && browser.html.contains("再次输入支付密码"))
        #expect(browser.post(path, pay) == 422)
        #expect(browser.post(path, pay + [(name: "pin", value: "111112")]) == 422)
        #expect(browser.html.contains("还可以尝试 4 次"))
        #expect(try shop.balance(of: payer) == 500)
        #expect(browser.post(path, pay + [(name: "pin", value: pin)]) == 303 && browser.back != nil)
        try age("UPDATE entry SET posted_at = posted_at - 301000000 WHERE owner_id = \(payer.id.number)")
        try age("UPDATE payment SET created_at = created_at - 301000000 WHERE paid_by = \(payer.id.number)")
        #expect(browser.get(path) == 200 && browser.html.contains("支付成功") && browser.back == nil)
        #expect(!browser.html.contains("sign="))
    }

    private func age(_ statement: SQL) throws {
        let session = try Session(counter.address)
        defer { session.close() }
        #expect(try session.execute(statement) > 0)
    }

    @Test("What cannot be paid says why, in the page's look")
    mutating func failures() throws {
        #expect(browser.get("/pay/nothing") == 404 && browser.html.contains("找不到订单"))
        #expect(browser.get("/pay/\(Identifier(1 << 60).text)") == 404)
        let (payer, other) = (try shop.payer(fen: 500), try shop.payer(fen: 500))
        let path = try shop.order()
        browser.signIn(path, payer.login, pin: pin)
        var stranger = Browser(counter)
        stranger.signIn(path, other.login, pin: pin)
        #expect(browser.post(path, pay) == 303)
        #expect(stranger.post(path, pay) == 409 && stranger.html.contains("订单已支付"))
        // A receipt is for the payer alone.
        #expect(stranger.back == nil && !stranger.html.contains("sign="))
        var nobody = Browser(counter)
        #expect(nobody.get(path) == 409 && nobody.back == nil && !nobody.html.contains("¥"))
        #expect(try shop.balance(of: other) == 500)

        let late = try shop.order()
        let id = try #require(Identifier(text: late.split(separator: "/")[1]))
        try age("UPDATE payment SET created_at = created_at - 86401000000 WHERE id = \(id.number)")
        #expect(browser.post(late, pay, token: stranger.token) == 403)
        #expect(browser.get(late) == 409 && browser.html.contains("订单已过期"))
        #expect(browser.last.header("content-security-policy")?.contains("script-src 'self';") == true)
    }

    @Test("A blocked payer and a suspended shop are told so")
    mutating func closed() throws {
        let payer = try shop.payer(fen: 500)
        let path = try shop.order()
        browser.signIn(path, payer.login, pin: pin)
        let token = browser.token
        let session = try Session(counter.address)
        defer { session.close() }
        try PayerStore.setState(.blocked, of: payer.id, session)
        #expect(browser.get(path) == 403 && browser.html.contains("账户已停用"))
        #expect(browser.post(path, pay, token: token) == 403)
        try PayerStore.setState(.active, of: payer.id, session)
        #expect(try MerchantStore.setState(.suspended, of: shop.merchant.id, session))
        #expect(browser.get(path) == 403 && browser.html.contains("商户暂停收款"))
        #expect(browser.post(path, pay, token: token) == 403)
        #expect(try shop.balance(of: payer) == 500)
    }

    @Test("N2 what a shop wrote is text, whatever it looks like")
    mutating func escaping() throws {
        let name = "<script>alert(1)</script>\"\u{301}x\u{202E}evil'"
        let path = try shop.order([(name: "name", value: name)])
        #expect(browser.get(path) == 200)
        #expect(!browser.html.contains("<script>"))
        #expect(browser.html.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;&quot;"))
    }

    @Test(
        "A way back that is no web address is refused with the order",
        arguments: [
            "javascript:alert(1)", "//evil.example/", "data:text/html,x", "https://a.example/\u{0D}\u{0A}x: y", "/x",
        ])
    func waysBack(address: String) throws {
        #expect(throws: SignatureFailure.self) { try shop.order([(name: "return_url", value: address)]) }
        #expect(throws: SignatureFailure.self) { try shop.payment(returnURL: address) }
    }

    @Test("English by preference, remembered when it is chosen; no word is left untranslated")
    mutating func languages() throws {
        let payer = try shop.payer(fen: 500)
        let path = try shop.order([(name: "name", value: "plan")])
        var english = Browser(counter)
        english.language = "en-GB,en;q=0.9"
        let isChinese = { (html: String) in html.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
        for step in 0..<3 {
            switch step {
            case 0: english.get(path)
            case 1: english.signIn(path, payer.login, pin: pin)
            default: english.post(path, pay)
            }
            #expect(english.html.contains("<html lang=\"en\">"))
            #expect(!isChinese(english.html.replacing("中文", with: "")), "step \(step)")
        }
        #expect(english.html.contains("Payment complete"))
        #expect(browser.get(path) == 409 && browser.html.contains("订单已支付"))
        #expect(browser.get(path + "?lang=en") == 303 && browser.last.header("location") == path)
        #expect(browser.get(path) == 409 && browser.html.contains("The order is paid"))
        #expect(browser.get(path + "?lang=xx") == 409)
    }
}
