import Deductions
import JSON
import MariaDB
import Merchants
import Payers
import Testing
import Values

@testable import Docking

/// The account page before a real database, by hand-made forms.
@Suite(.serialized)
struct AccountPageTests {
    private let counter: RealCounter
    private let shop: PageShop
    private var browser: Browser
    private let pin = PageShop.pin
    private let path = "/account"

    init() throws {
        counter = try RealCounter.shared.get()
        shop = try PageShop(counter)
        browser = Browser(counter)
    }

    @Test("Balance and statement, newest first, with what was there before and after")
    mutating func statement() throws {
        let payer = try shop.payer(fen: 1000)
        let order = try shop.order([(name: "name", value: "<b>plan</b>")])
        browser.signIn(order, payer.login, pin: pin)
        browser.post(order, [(name: "act", value: "pay")])
        #expect(browser.get(path) == 200)
        let html = browser.html
        #expect(html.contains(payer.login) && html.contains("&lt;b&gt;plan&lt;/b&gt;") && !html.contains("<b>"))
        let paid = try #require(html.firstRange(of: "¥10.00 → ¥9.00"))
        let brought = try #require(html.firstRange(of: "¥0.00 → ¥10.00"))
        #expect(paid.lowerBound < brought.lowerBound)
        #expect(html.contains("-¥1.00") && html.contains("+¥10.00") && html.contains("充值"))
        #expect(browser.last.header("cache-control") == "no-store")
    }

    @Test("A credit line is shown, and paid from: the balance falls below zero")
    mutating func credit() throws {
        let payer = try shop.payer(fen: 30)
        _ = counter.submit(
            CreditOrder(payer: payer.id, limit: Money(200, .cny), setBy: "kim", claim: nil))
        let order = try shop.order()
        browser.signIn(order, payer.login, pin: pin)
        #expect(browser.post(order, [(name: "act", value: "pay")]) == 303)
        #expect(browser.get(path) == 200)
        #expect(browser.html.contains("¥1.30") && browser.html.contains("授信额度 ¥2.00"))
        #expect(browser.html.contains("¥0.30 → -¥0.70"))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("A long statement comes in pages without gap or repetition, and a refund says what it was for")
    mutating func pages() throws {
        let payer = try shop.payer(ofShop: true, fen: 1)
        for _ in 0..<23 { try shop.bring(1, to: payer) }
        let body =
            #"{"out_trade_no":"P","payer":"\#(payer.id.text)","amount":2,"currency":"CNY","subject":"gems"}"#
        let made = try counter.call(shop.signer, "POST", "/v1/payments", body)
        guard case .string(let id)? = made.json?["id"] else { throw SignatureFailure.invalid("no payment") }
        let refund = try counter.call(
            shop.signer, "POST", "/v1/payments/\(id)/refunds", #"{"out_refund_no":"R","amount":1}"#)
        #expect(refund.status == 201)
        browser.signIn(path, payer.login, pin: pin, [(name: "shop", value: String(shop.merchant.pid))])
        #expect(browser.html.contains("退款 · gems"))
        var seen: [String] = []
        for _ in 0..<3 {
            seen += browser.html.matches(of: /¥[0-9.]+ → (¥[0-9.]+)</).map { String($0.1) }
            guard let older = browser.link(to: "/account?before=") else { break }
            #expect(browser.get(older) == 200)
        }
        let brought = (1...24).map { "¥0.\($0 < 10 ? "0" : "")\($0)" }
        #expect(seen == ["¥0.23", "¥0.22"] + brought.reversed())
        #expect(browser.get(path + "?before=nonsense") == 200)
    }

    @Test("A shop's payer says which shop; a shop that is none is told like a wrong PIN")
    mutating func places() throws {
        let payer = try shop.payer(ofShop: true, fen: 5)
        #expect(browser.signIn(path, payer.login, pin: pin) == 422)
        for number in ["999999", "x", "99999999999999999999"] {
            #expect(browser.signIn(path, payer.login, pin: pin, [(name: "shop", value: number)]) == 422)
            #expect(browser.html.contains("账号或支付密码不正确，还可以尝试"))
        }
        #expect(browser.signIn(path, payer.login, pin: pin, [(name: "shop", value: String(shop.merchant.pid))]) == 303)
        #expect(browser.html.contains("会员账户") && browser.html.contains("¥0.05"))
    }

    @Test("Another PIN: the current one has to be right, the new one twice the same and not trivial")
    mutating func changesPIN() throws {
        let payer = try shop.payer(fen: 5)
        browser.signIn(path, payer.login, pin: pin)
        func fields(_ old: String, _ new: String, _ again: String) -> [(name: String, value: String)] {
            [
                (name: "act", value: "pin"), (name: "pin", value: old), (name: "new_pin", value: new),
                (name: "new_pin_again", value: again),
            ]
        }
        for (old, new, again, words) in [
            (pin, "640317", "640318", "两次输入的新密码不一致"), (pin, pin, pin, "新密码不能与当前密码相同"),
            (pin, "111111", "111111", "太容易被猜到"), ("111112", "640317", "640317", "还可以尝试 4 次"),
            (pin, "64031", "64031", "请输入 6 位数字"),
        ] {
            #expect(browser.post(path, fields(old, new, again)) == 422 && browser.html.contains(words), "\(words)")
        }
        #expect(browser.post(path, fields(pin, "640317", "640317")) == 303 && browser.html.contains("支付密码已修改"))
        var other = Browser(counter)
        #expect(other.signIn(path, payer.login, pin: pin) == 422)
        #expect(other.signIn(path, payer.login, pin: "640317") == 303)
    }

    @Test("Signing out ends this browser's session, everywhere ends them all")
    mutating func signsOut() throws {
        let payer = try shop.payer(fen: 5)
        var (second, third) = (Browser(counter), Browser(counter))
        browser.signIn(path, payer.login, pin: pin)
        second.signIn(path, payer.login, pin: pin)
        third.signIn(path, payer.login, pin: pin)
        let stolen = browser.cookies
        #expect(browser.post(path, [(name: "act", value: "sign-out")]) == 303)
        #expect(browser.html.contains("登录账户") && browser.cookies["__Host-kadock_session"] == nil)
        #expect(stolen["__Host-kadock_session"] != nil)
        #expect(second.get(path) == 200 && second.html.contains("账单"))
        #expect(second.post(path, [(name: "act", value: "sign-out-everywhere")]) == 303)
        third.get(path)
        #expect(third.html.contains("登录账户") && !third.html.contains("账单"))
    }

    @Test("With the books away the page says so")
    func away() throws {
        let response = try Counter().unsigned(
            "GET", "/account",
            headers: [(name: "cookie", value: "__Host-kadock_session=" + String(repeating: "A", count: 43))])
        #expect(response.status == 503 && response.header("retry-after") == "1")
        #expect(String(decoding: response.body, as: UTF8.self).contains("暂时无法处理"))
    }
}
