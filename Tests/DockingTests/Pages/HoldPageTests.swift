import Policies
import Deductions
import MariaDB
import Merchants
import Payers
import Testing
import Values

@testable import Docking

/// What payers see of money that is only set aside.
@Suite(.serialized)
struct HoldPageTests {
    private let counter: RealCounter
    private let shop: PageShop
    private var browser: Browser
    private let account = "/account"

    init() throws {
        counter = try RealCounter.shared.get()
        shop = try PageShop(counter)
        browser = Browser(counter)
    }

    /// A payment of nobody yet that will be held; its page.
    private func order(_ capturer: HoldTerms.Capturer, returnURL: String? = nil) throws -> (Payment, String) {
        let terms = PaymentTerms(
            id: .system, merchant: shop.merchant.id, payer: nil, outTradeNo: "H-\(counter.next())", mode: .preauth,
            requestedMode: nil, hold: HoldTerms(seconds: 3600, capturer: capturer), channel: "balance",
            money: Money(400, .cny), subject: "<i>boat</i>", scenario: nil, notifyURL: nil, returnURL: returnURL,
            client: nil, metadata: nil, createdAt: Timestamp(microseconds: 0))
        let claim = Claim(
            merchant: shop.merchant.id, kind: .payment, key: Array(terms.outTradeNo.utf8),
            digest: Array(repeating: 1, count: 32))
        guard case .answered(.payment(let payment), _) = counter.submit(Charge(terms: terms, claim: claim, nonce: nil))
        else { throw SignatureFailure.invalid("no payment") }
        return (payment, "/pay/\(payment.terms.id.text)")
    }

    private func wallet(_ payer: Payer) throws -> [Int64] {
        let session = try Session(counter.address)
        defer { session.close() }
        return try session.query("SELECT balance, held FROM wallet WHERE payer_id = \(payer.id.number)")
            .flatMap { [$0.int64(0), $0.int64(1)] }
    }

    @Test("Agreeing sets the money aside, and the page says so instead of telling of a payment")
    mutating func setsAside() throws {
        let payer = try shop.payer(fen: 1000)
        let (_, path) = try order(.merchant, returnURL: "https://shop.example/back")
        #expect(browser.signIn(path, payer.login, pin: PageShop.pin) == 303)
        #expect(browser.html.contains("款项仅被冻结，订单完成后由商户扣款") && !browser.html.contains("¥6.00"))
        #expect(try wallet(payer) == [1000, 0])
        #expect(browser.post(path, [(name: "act", value: "pay")]) == 303 && browser.last.status == 200)
        #expect(browser.html.contains("款项已冻结") && browser.html.contains("¥4.00"))
        #expect(!browser.html.contains("支付成功") && !browser.html.contains("<i>"))
        #expect(try wallet(payer) == [1000, 400])
        let back = try #require(browser.back)
        #expect(back.hasPrefix("https://shop.example/back?payment=") && back.contains("&state=held&amount=400"))
        // Somebody else who has the link is told nothing of it.
        var other = Browser(counter)
        #expect(other.get(path) == 409 && !other.html.contains("¥4.00"))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("确认收货: the payer, and nobody else, says that the shop gets what is held, once")
    mutating func confirms() throws {
        let payer = try shop.payer(fen: 1000)
        let (payment, path) = try order(.payer)
        browser.signIn(path, payer.login, pin: PageShop.pin)
        browser.post(path, [(name: "act", value: "pay")])
        #expect(browser.html.contains("确认收货后才会付给商户"))
        let capture = [(name: "act", value: "capture"), (name: "payment", value: payment.terms.id.text)]

        let thief = try shop.payer(fen: 1000)
        var other = Browser(counter)
        other.signIn(account, thief.login, pin: PageShop.pin)
        #expect(other.post(account, capture) == 200 && other.html.contains("这笔款项已不在冻结中"))
        #expect(try wallet(payer) == [1000, 400])

        #expect(browser.get(account) == 200)
        #expect(browser.html.contains("确认收货") && browser.html.contains("&lt;i&gt;boat"))
        #expect(browser.post(account, capture, token: "forged") == 403)
        #expect(try wallet(payer) == [1000, 400])
        browser.get(account)
        let token = browser.token
        #expect(browser.post(account, capture, token: token) == 303 && browser.html.contains("款项已付给商户"))
        #expect(try wallet(payer) == [600, 0])
        #expect(browser.post(account, capture, token: token) == 200 && browser.html.contains("已不在冻结中"))
        #expect(try wallet(payer) == [600, 0])
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("What the shop captures itself has no button for the payer, and a made-up form does nothing")
    mutating func merchantCaptures() throws {
        let payer = try shop.payer(fen: 1000)
        let (payment, path) = try order(.merchant)
        browser.signIn(path, payer.login, pin: PageShop.pin)
        browser.post(path, [(name: "act", value: "pay")])
        browser.get(account)
        #expect(browser.html.contains("冻结中的款项") && !browser.html.contains("确认收货"))
        let forged = [(name: "act", value: "capture"), (name: "payment", value: payment.terms.id.text)]
        #expect(browser.post(account, forged) == 200)
        #expect(try wallet(payer) == [1000, 400])
    }
}
