import Foundation
import Testing
import Threading

@testable import DemoShop

/// What the shop believes, and what it does about it.
@Suite struct ShopNoticeTests {
    private let counter: ShopCounter

    init() throws { counter = try ShopCounter() }

    @Test func aNotifyDeliversOnce() throws {
        let number = counter.order()
        #expect(counter.shop.orders.find(number)?.isPaid == false)
        #expect(counter.get("/demo/notify?\(counter.words(number))").text == "success")
        let paid = try #require(counter.shop.orders.find(number))
        #expect(paid.isPaid && paid.tradeNo == "1234567890123456789" && paid.notice?["money"] == "19.90")
        let code = try #require(paid.cardCode)
        #expect(code.wholeMatch(of: /([0-9A-F]{4}-){3}[0-9A-F]{4}/) != nil)
        // The gateway did not hear the answer and says it again.
        #expect(counter.get("/demo/notify?\(counter.words(number))").text == "success")
        let again = try #require(counter.shop.orders.find(number))
        #expect(again.cardCode == code && again.notices == 2)
        // Orders are kept.
        #expect(try counter.reopened().orders.find(number) == again)
    }

    @Test func nothingElseDelivers() throws {
        let number = counter.order()
        let refused: [String: String] = [
            "tampered amount": counter.words(number, tampering: ["money": "0.01"]),
            "signed, but less than the price": counter.words(number, ["money": "0.01"]),
            "no amount": counter.words(number, ["money": "1e9"]),
            "another shop's": counter.words(number, ["pid": "1002"]),
            "another key": counter.words(number, key: "other"),
            "without a signature": counter.words(number, tampering: ["sign": ""]),
            "not a success": counter.words(number, ["trade_status": "WAIT_BUYER_PAY"]),
            "no payment": counter.words(number, ["trade_no": ""]),
            "an order nobody made": counter.words(String(repeating: "0", count: 24)),
            "a path": counter.words("../../conf/shop"),
            "two amounts": counter.words(number) + "&money=1",
            "nothing": "",
        ]
        for (what, words) in refused {
            #expect(counter.get("/demo/notify?\(words)").text == "fail", "\(what)")
        }
        let order = try #require(counter.shop.orders.find(number))
        #expect(!order.isPaid && order.notices == 0 && order.cardCode == nil)
        // A second payment of an order that is paid is nobody's success.
        #expect(counter.get("/demo/notify?\(counter.words(number))").text == "success")
        #expect(counter.get("/demo/notify?\(counter.words(number, ["trade_no": "2"]))").text == "fail")
    }

    @Test func theWayBackShowsTheOrderAndDeliversNothing() throws {
        let number = counter.order()
        let back = counter.get("/demo/return?\(counter.words(number))")
        #expect(back.status == 303 && back.header("location") == "/demo/orders/\(number)")
        #expect(counter.shop.orders.find(number)?.isPaid == false)
        #expect(counter.shop.orders.find(number)?.returnedAt != nil)
        #expect(counter.get("/demo/return?\(counter.words(number, key: "other"))").status == 400)
        #expect(counter.get("/demo/return?out_trade_no=\(number)").status == 400)
    }

    @Test func ofManyNotifiesAtOnceOneDelivers() throws {
        let number = counter.order()
        let (shop, words) = (counter.shop, counter.words(number))
        let delivered = Guarded<[String?]>([])
        // Threads of their own: the cooperative pool might run one after the other.
        let threads = (0..<8).map { thread in
            JoinableThread(name: "gateway \(thread)") {
                for _ in 0..<8 {
                    _ = shop.answer(ShopRequest(method: "GET", target: "/demo/notify?\(words)"))
                    delivered.withLock { $0.append(shop.orders.find(number)?.cardCode) }
                }
            }
        }
        for thread in threads { thread.join() }
        let codes = delivered.withLock { $0 }
        #expect(codes.count == 64 && Set(codes).count == 1 && codes[0] != nil)
        #expect(shop.orders.find(number)?.notices == 64)
    }
}
