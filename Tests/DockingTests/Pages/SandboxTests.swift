import Channels
import Deductions
import MariaDB
import Testing
import Threading
import Values

@testable import Docking

/// The sandbox's buttons before a real database.
@Suite("The sandbox channel", .serialized)
struct SandboxTests {
    private let counter: RealCounter
    private let shop: PageShop
    private var browser: Browser

    init() throws {
        counter = try RealCounter.shared.get()
        shop = try PageShop(counter)
        browser = Browser(counter)
    }

    /// Presses a button of an order's sandbox; what the payment came to.
    private mutating func press(
        _ act: String, _ path: String, _ more: [(name: String, value: String)] = []
    ) throws -> Payment {
        #expect(browser.get(path + "/sandbox") == 200)
        browser.post(path + "/sandbox", [(name: "act", value: act)] + more)
        return try payment(path)
    }

    private func payment(_ path: String) throws -> Payment {
        let id = try #require(Identifier(text: String(path.dropFirst("/pay/".count))))
        let session = try Session(counter.address)
        defer { session.close() }
        return try #require(try PaymentStore.payments([id], session).first)
    }

    @Test("Payers without an account are shown the way there; paid through it, the order is paid")
    mutating func pays() throws {
        let path = try shop.order([(name: "money", value: "2.50")])
        browser.get(path)
        #expect(browser.link(to: path + "/sandbox") != nil)
        let paid = try press("pay", path)
        #expect(browser.last.status == 200 && browser.html.contains("支付成功") && browser.html.contains("已入账"))
        #expect(paid.standing.state == .captured && paid.standing.captured == 250 && paid.standing.surplus == 0)
        #expect(paid.standing.trade?.channel == "sandbox")
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("A failure leaves the order as it was")
    mutating func fails() throws {
        let path = try shop.order()
        #expect(try press("fail", path).standing.state == .pending)
        #expect(browser.html.contains("付款失败"))
        #expect(try press("pay", path).standing.state == .captured)
    }

    @Test("Pay late, pay twice, pay another amount: told, and sent back")
    mutating func surplus() throws {
        let late = try press("late", try shop.order())
        #expect(late.standing.state == .expired && late.standing.surplus == 100)
        #expect(browser.html.contains("原路退回"))
        let twice = try press("twice", try shop.order())
        #expect(twice.standing.state == .captured && twice.standing.captured == 100 && twice.standing.surplus == 100)
        let path = try shop.order()
        let amount = { (text: String) in [(name: "amount", value: text)] }
        #expect(try press("other", path, amount("0.99")).standing.state == .pending)
        let much = try press("other", path, amount("1.5"))
        #expect(much.standing.captured == 100 && much.standing.surplus == 149)
        for text in ["", "0", "-1", "1.005", "1e3", "９"] {
            #expect(try press("other", path, amount(text)) == much)
            #expect(browser.last.status == 422)
        }
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("Nothing happens by looking, without a token, from another site, or for no order")
    mutating func refused() throws {
        let path = try shop.order()
        browser.get(path + "/sandbox")
        #expect(browser.post(path + "/sandbox", [(name: "act", value: "pay")], token: "guessed-guessed-guessed") == 403)
        browser.site = "cross-site"
        browser.get(path + "/sandbox")
        #expect(browser.post(path + "/sandbox", [(name: "act", value: "pay")]) == 403)
        #expect(try payment(path).standing.version == 1)
        #expect(browser.get("/pay/\(Identifier(77).text)/sandbox") == 404)
    }
}
