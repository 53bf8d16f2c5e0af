import DevStack
import Foundation
import MariaDB
import Testing

@testable import DemoShop

/// Money that a channel brought in vain, on its way back: a running worker asks the channel.
@Suite struct ReturnTests {
    @Test("What was paid too much goes back, though the channel's first answer is lost; the shop is told of the rest")
    func surplus() throws {
        let stack = try TestStack.shared.get().stack
        var browser = TourBrowser(
            TourPlan(
                gateway: stack.description.baseURL, authorityFile: stack.directory.authorityFile, keyID: "", key: [],
                payer: "", login: "", pin: "", settle: { _ in false }))
        let goods = try browser.open("/demo")
        let buy = try #require(TourForm.all(in: goods.html).first { $0["goods"] == "membership" })
        let order = try #require(TourForm.all(in: try browser.send(buy).html).first)
        let cashier = try browser.send(order)
        let sandbox = try browser.open(cashier.path + "/sandbox")
        var other = try #require(TourForm.all(in: sandbox.html).first { $0["act"] == "other" })
        other.fill("amount", "30.00")
        #expect(try browser.send(other).status == 200)

        let session = try Session(stack.database.address(.admin))
        defer { session.close() }
        let number = try #require(order["out_trade_no"])
        var ends: [String] = []
        for _ in 0..<200 where ends != ["succeeded 1010 2"] {
            Thread.sleep(forTimeInterval: 0.1)
            ends = try session.query(
                """
                SELECT r.state, r.amount, r.attempts FROM channel_return r JOIN payment p ON p.id = r.payment_id
                WHERE p.out_trade_no = \(Array(number.utf8))
                """
            ).map { "\($0.string(0)) \($0.int64(1)) \($0.int64(2))" }
        }
        #expect(ends == ["succeeded 1010 2"])
        var page = ""
        for _ in 0..<200 where !page.contains("data-look=\"paid-") {
            Thread.sleep(forTimeInterval: 0.1)
            page = try browser.open("/demo/orders/\(number)").html
        }
        #expect(page.contains("data-look=\"paid-"))
    }
}
