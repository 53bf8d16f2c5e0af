import Glibc
import JSON
import MariaDB
import Merchants
import Testing
import Threading
import Values

@testable import Docking

/// What is agreed with a merchant changes between the judging of a request and its decision: the worker of these tests
/// remembers what it knew until a lane says that it is of the past.
@Suite("G6 at the doors", .serialized)
struct AgreedChangeTests {
    private let counter: RealCounter
    private let merchant: Merchant
    private let shop: RequestSigner
    private let payer: String

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, shop) = try counter.merchant()
        payer = try counter.payer(shop, money: 1_000_000)
        #expect(try pay(1).status == 201)
    }

    private func item(_ amount: Int) -> String {
        #"{"out_trade_no":"G\#(counter.next())","payer":"\#(payer)","amount":\#(amount),"currency":"CNY","#
            + #""subject":"g"}"#
    }

    private func pay(_ amount: Int) throws -> Response {
        try counter.call(shop, "POST", "/v1/payments", item(amount))
    }

    private func change(_ body: (Session) throws(DatabaseFailure) -> Void) throws {
        let session = try Session(counter.address)
        defer { session.close() }
        try session.transaction { () throws(DatabaseFailure) in try body(session) }
    }

    private func agree(_ change: (inout MerchantSettings) -> Void) throws {
        var settings = MerchantSettings()
        change(&settings)
        let agreed = settings
        try self.change { session throws(DatabaseFailure) in
            _ = try MerchantStore.setSettings(agreed, of: merchant.id, session)
        }
    }

    @Test("A key that is gone opens nothing, at once; another one of the merchant's goes on")
    func keyRemoved() throws {
        let other = try counter.key(of: merchant)
        #expect(try counter.call(other, "POST", "/v1/payments", item(1)).status == 201)
        try change { session throws(DatabaseFailure) in _ = try MerchantStore.remove(shop.keyID, session) }
        let refused = try pay(1)
        #expect(refused.status == 401 && refused.code == "signature-invalid")
        #expect(try counter.call(other, "POST", "/v1/payments", item(1)).status == 201)
    }

    @Test("A merchant that is suspended is refused at once, one by one and in bulk")
    func suspended() throws {
        try change { session throws(DatabaseFailure) in
            _ = try MerchantStore.setState(.suspended, of: merchant.id, session)
        }
        let bulk = try counter.call(shop, "POST", "/v1/payments/bulk", #"{"payments":[\#(item(1)),\#(item(2))]}"#)
        #expect(bulk.status == 403)
        #expect(try pay(1).status == 403)
        try change { session throws(DatabaseFailure) in
            _ = try MerchantStore.setState(.active, of: merchant.id, session)
        }
        try counter.directory.refresh(.milliseconds(10_000))
        #expect(try pay(1).status == 201)
    }

    @Test("A cap that is lowered binds the next payment, a policy that is set too")
    func lowered() throws {
        try agree { $0.dayCaps = [.cny: 1000] }
        #expect(try pay(500).json?["state"] == .string("captured"))
        try agree { $0.dayCaps = [.cny: 600] }
        let over = try pay(200)
        #expect(over.status == 201 && over.json?["state"] == .string("declined"))
        #expect(over.json?["decline"]?["code"] == .string("limit-exceeded"))
        #expect(try counter.call(shop, "POST", "/v1/policy", #"{"caps":{"payment":50}}"#, key: "p").status == 201)
        let large = try pay(51)
        #expect(large.json?["decline"]?["code"] == .string("limit-exceeded"))
        #expect(try pay(50).json?["state"] == .string("captured"))
    }

    @Test("An increment over the cap is refused and moves nothing")
    func increment() throws {
        try agree { $0.dayCaps = [.cny: 1000] }
        let held = try counter.call(
            shop, "POST", "/v1/payments", String(item(600).dropLast()) + #","mode":"preauth"}"#)
        guard case .string(let id)? = held.json?["id"] else { throw SignatureFailure.invalid("not held") }
        let path = "/v1/payments/\(id)"
        let over = try counter.call(shop, "POST", path + "/increments", #"{"amount":400}"#, key: "i-1")
        #expect(over.status == 409 && over.code == "amount-exceeded")
        #expect(try counter.call(shop, "GET", path).json?["held"] == .integer(600))
        let fits = try counter.call(shop, "POST", path + "/increments", #"{"amount":399}"#, key: "i-2")
        #expect(fits.json?["held"] == .integer(999))
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("An epay shop whose key is gone is told so; one that goes on has its order taken")
    func epay() throws {
        let epay = EpayShop(key: EpayShop.key(of: merchant))
        func order() -> Response {
            let fields = EpayShop.order([
                (name: "pid", value: String(merchant.pid)), (name: "out_trade_no", value: "E\(counter.next())"),
                (name: "clientip", value: "203.0.113.5"),
            ])
            return counter.epay("POST", "/mapi.php", epay.signed(fields))
        }
        #expect(order().json?["code"] == .integer(1))
        try agree { $0.refundCode = 0 }
        #expect(order().json?["code"] == .integer(1))
        let number = counter.epayKeyID(of: merchant)
        try change { session throws(DatabaseFailure) in _ = try MerchantStore.remove(number, session) }
        #expect(order().json?["code"] != .integer(1))
    }

    @Test("Changes of the merchant's own, twenty a second: no request is lost")
    func loop() throws {
        let isOver = Guarded(false)
        let changer = JoinableThread(name: "changer") { [self] in
            var round: Int64 = 0
            while !isOver.withLock({ $0 }) {
                round += 1
                let cap = 1_000_000_000 + round
                try? agree { $0.dayCaps = [.cny: cap] }
                usleep(50_000)
            }
        }
        var statuses: [Int] = []
        for _ in 0..<300 { statuses.append(try pay(1).status) }
        isOver.withLock { $0 = true }
        changer.join()
        #expect(statuses.allSatisfy { $0 == 201 })
        #expect(try counter.brokenInvariants() == [])
    }
}
