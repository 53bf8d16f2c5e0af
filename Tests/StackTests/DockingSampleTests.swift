import DevStack
import Foundation
import JSON
import Ledger
import MariaDB
import Testing
import Threading
import Values

@testable import DemoShop

/// The samples of the docking page do against a running stack what they say they do.
@Suite("Docking samples") struct DockingSampleTests {
    private let stack: DevStack

    init() throws { stack = try TestStack.shared.get().stack }

    @Test(
        "PHP", .enabled(if: SampleLanguage.php.isWanted, "not had: needs Debian's php-cli"), arguments: ["v1", "v2"])
    func php(_ version: String) throws { try dock(.php, version) }

    @Test("Python", .enabled(if: SampleLanguage.python.isWanted, "not had: needs python3"), arguments: ["v1", "v2"])
    func python(_ version: String) throws { try dock(.python, version) }

    @Test(
        "JavaScript", .enabled(if: SampleLanguage.node.isWanted, "not had: needs Debian's nodejs"),
        arguments: ["v1", "v2"])
    func javaScript(_ version: String) throws { try dock(.node, version) }

    @Test("curl", .enabled(if: SampleLanguage.shell.isWanted, "not had: needs Debian's curl"), arguments: ["v1", "v2"])
    func curl(_ version: String) throws { try dock(.shell, version) }

    /// Order, payment, notify, query, refund.
    private func dock(_ language: SampleLanguage, _ version: String) throws {
        let shop = try SampleShop(language, version, stack)
        defer { shop.close() }
        let order = "\(version)-\(language)-\(UUID().uuidString.prefix(8))"
        let payer = try #require(stack.description.payers.last { $0.merchant == nil })

        let created = try shop.run("create", order, "19.90", "会员 30 天 a&b=c \"<i>'")
        try #require(created.status == 0, "\(created.complaint)")
        let place = try #require(created.output.split(separator: "\"").first { $0.contains("/pay/") })
        let back = try pay(at: String(place).replacing("\\/", with: "/"), payer)
        #expect(back.hasPrefix("https://shop.example/back?"))
        let words = try #require(back.split(separator: "?").last)
        // Where there is a receiver, what it was told is looked at, and that it said so.
        let notice = shop.receives ? try shop.notice(of: order) : String(words)
        #expect(notice.contains("out_trade_no=\(order)&") && notice.contains("money=19.90"))
        if shop.receives { #expect(try isAcknowledged(order)) }

        for query in [notice, String(words)] {
            let good = try shop.run("verify", query)
            #expect(good.status == 0 && good.output == "success", "\(good.complaint)")
        }
        for (piece, other) in [
            ("money=19.90", "money=1.00"), ("out_trade_no=", "out_trade_no=x"), ("pid=", "pid=1"), ("sign=", "sign=0"),
            ("TRADE_SUCCESS", "TRADE_CLOSED"), ("&trade_no=", "&more=1&trade_no="),
        ] {
            #expect(notice.contains(piece))
            let bad = try shop.run("verify", notice.replacing(piece, with: other))
            #expect(bad.status == 1 && bad.output == "fail", "\(piece)")
        }

        #expect(try answer(shop.run("query", order))["status"] == .integer(1))
        let refund = try answer(
            version == "v1" ? shop.run("refund", order, "9.90") : shop.run("refund", order, "9.90", "R-\(order)"))
        #expect(refund["money"]?.text == "9.90" || refund["money"]?.text == "9.9")
        #expect(try amounts(of: order) == [1990, 990])

        let link = try shop.run("submit", "\(order)-2", "1.00", "礼品卡 #1 + 50%")
        var browser = browser
        let cashier = try browser.open(link.output)
        #expect(cashier.status == 200 && cashier.path.hasPrefix("/pay/") && cashier.html.contains("礼品卡 #1 + 50%"))
        let refused = try shop.run("refund", order, "99.00", "R2-\(order)")
        #expect(refused.complaint.contains("refused") || refused.output.contains("\"code\":-1"))
    }

    private var browser: TourBrowser {
        TourBrowser(
            TourPlan(
                gateway: stack.description.baseURL, authorityFile: stack.directory.authorityFile, keyID: "", key: [],
                payer: "", login: "", pin: "", settle: { _ in false }))
    }

    /// Signs in at the cashier and agrees; where the page leads back to.
    private func pay(at place: String, _ payer: DemoPayer) throws -> String {
        var browser = browser
        let cashier = try browser.open(place)
        var signIn = try #require(TourForm.all(in: cashier.html).first { $0.has("login") })
        signIn.fill("login", payer.login)
        signIn.fill("pin", payer.pin)
        let bill = try browser.send(signIn)
        let paid = try browser.send(try #require(TourForm.all(in: bill.html).first { $0["act"] == "pay" }))
        return try #require(
            paid.html.split(separator: "<a").lazy.compactMap { TourForm.attribute("href", of: $0) }
                .first { $0.contains("/back?") })
    }

    private func answer(_ ended: SampleShop.Ended) throws -> JSONValue {
        try #require(ended.status == 0, "\(ended.complaint)")
        return try JSONReader.parse(Array(ended.output.utf8))
    }

    /// What the order took and gave back, in fen.
    private func amounts(of order: String) throws -> [Int64] {
        let session = try Session(stack.database.address(.admin))
        defer { session.close() }
        let row = try session.query("SELECT captured, refunded FROM payment WHERE out_trade_no = \(Array(order.utf8))")
        return row.first.map { [$0.int64(0), $0.int64(1)] } ?? []
    }

    /// Whether the gateway took the receiver's word for it, waited for.
    private func isAcknowledged(_ order: String) throws -> Bool {
        let session = try Session(stack.database.address(.admin))
        defer { session.close() }
        let deadline = Deadline.milliseconds(60_000)
        while !deadline.isPast {
            let rows = try session.query(
                """
                SELECT d.state FROM delivery d JOIN payment p ON p.id = d.payment_id
                WHERE p.out_trade_no = \(Array(order.utf8)) AND d.state = 'delivered'
                """)
            if !rows.isEmpty { return true }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }
}
