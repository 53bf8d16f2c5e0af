import DeliveryReceiver
import Deductions
import Events
import HTTPClient
import JSON
import MariaDB
import Merchants
import Testing
import Values

@testable import Docking

@Suite("Notifications of the epay protocol on a database, to a real receiver", .serialized)
struct EpayNotificationTests {
    private let counter: RealCounter
    private let room: DeliveryRoom
    private let owner: Merchant
    private let signer: RequestSigner
    private let shop: EpayShop
    private let payer: Identifier
    private let receiver: DeliveryReceiver

    init() throws {
        counter = try RealCounter.notifying.get()
        room = try DeliveryRoom(counter)
        (owner, signer) = try counter.merchant()
        shop = EpayShop(key: EpayShop.key(of: owner))
        guard let payer = Identifier(text: try counter.payer(signer, money: 1_000_000)) else {
            throw SignatureFailure.invalid("no payer")
        }
        self.payer = payer
        receiver = try DeliveryReceiver()
    }

    @Test("An order has a delivery when it is paid, not before and not of what comes after")
    func rows() throws {
        let order = try order(receiver.url("/rows"))
        #expect(try room.deliveries(order).isEmpty)
        try pay(order)
        #expect(try room.deliveries(order).map(\.version) == [2])
        try refund(order, "0.40")
        #expect(try room.deliveries(order).map(\.version) == [2])
        try room.run { try room.isSettled(order) }
        #expect(try receiver.arrivals("/rows").count == 1)
    }

    @Test("The shop gets a GET with the notice behind its address, signed with its key")
    func arrives() throws {
        let param = "a b&c=d+" + String(repeating: "密", count: 330)
        let order = try paid(receiver.url("/n"), [(name: "param", value: param), (name: "money", value: "10.5")])
        try room.run { try room.isSettled(order) }
        let arrival = try #require(try receiver.arrivals("/n").first)
        #expect(arrival.method == "GET" && arrival.body.isEmpty)
        #expect(arrival.headers.contains { $0.name == "accept" && $0.value == "*/*" })
        let fields = try signedFields(arrival)
        #expect(
            fields.map(\.name) == [
                "pid", "trade_no", "out_trade_no", "type", "name", "money", "trade_status", "param",
            ])
        let values = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        #expect(values["pid"] == String(owner.pid) && values["trade_no"] == order.decimal)
        #expect(values["type"] == "alipay" && values["name"] == "VIP会员" && values["money"] == "10.50")
        #expect(values["trade_status"] == "TRADE_SUCCESS" && values["param"] == param)
        #expect(arrival.path.contains("&param=a+b%26c%3Dd%2B%E5%AF%86"))
        let delivery = try #require(try room.deliveries(order).first)
        #expect(delivery.state == .delivered && delivery.attempts == 1 && delivery.lastStatus == 200)
    }

    @Test("Of an order that was refunded in full before the shop heard of it the shop hears no more")
    func refunded() throws {
        let order = try order(receiver.url("/refunded"))
        try pay(order)
        try refund(order, "1.00")
        try room.run { try room.isSettled(order) }
        let delivery = try #require(try room.deliveries(order).first)
        #expect(delivery.state == .dead && delivery.lastError == "refunded meanwhile")
        #expect(try receiver.arrivals("/refunded").isEmpty)
    }

    @Test("A shop's address keeps its own query, and what is empty is not sent")
    func ownQuery() throws {
        let order = try paid(
            receiver.url("/own?wc-api=X&b=%2f"), [(name: "type", value: nil), (name: "name", value: " a\\b ")])
        try room.run { try room.isSettled(order) }
        let arrival = try #require(try receiver.arrivals("/own").first)
        #expect(arrival.path.hasPrefix("/own?wc-api=X&b=%2f&pid=\(owner.pid)&trade_no="))
        let fields = try signedFields(arrival, behind: "/own?wc-api=X&b=%2f&")
        #expect(fields.map(\.name) == ["pid", "trade_no", "out_trade_no", "name", "money", "trade_status"])
        #expect(fields[3].value == "product")
    }

    @Test("The word in the body of a 2xx is the acknowledgement, and after it nothing more is sent")
    func acknowledgements() throws {
        let json = try paid(receiver.url("/say/200/%7B%22state%22%3A%22success%22%7D"))
        let failure = try paid(receiver.url("/say/200/fail"))
        let broken = try paid(receiver.url("/say/500/success"))
        let redirected = try paid(receiver.url("/redirect"))
        let all = [json, failure, broken, redirected]
        try room.run { try all.allSatisfy { try room.deliveries($0).first?.attempts == 1 } }
        let deliveries = try all.compactMap { try room.deliveries($0).first }
        #expect(deliveries.map(\.state) == [.delivered, .waiting, .waiting, .waiting])
        #expect(deliveries.map(\.lastStatus) == [200, 200, 500, 302])
        #expect(deliveries.map(\.lastError) == [nil, "not accepted", "not accepted", "not accepted"])
        #expect(try receiver.arrivals("/redirected").isEmpty)
        for order in all { try room.settle(order) }
    }

    @Test("Of a body without an end what was read counts: a word behind 64 KiB is not read")
    func sizes() throws {
        let endless = try paid(receiver.url("/endless"))
        let late = try paid(receiver.url("/late"))
        try room.run { try [endless, late].allSatisfy { try room.deliveries($0).first?.attempts == 1 } }
        #expect(try room.deliveries(endless).first?.state == .delivered)
        #expect(try room.deliveries(late).first?.state == .waiting)
        try room.settle(late)
    }

    @Test("F9 a shop that says fail is told again a minute later, with the same words, until it understands")
    func retries() throws {
        let order = try paid(receiver.url("/fails/1"))
        try room.run { try room.deliveries(order).first?.attempts == 1 }
        let first = try #require(try room.deliveries(order).first)
        let now = WallClock.now()
        #expect((0...60_000_000).contains(first.dueAt.microseconds - now.microseconds))
        // What happens to the money meanwhile is another matter.
        try refund(order, "0.50")
        try room.makeDue()
        try room.run { try room.isSettled(order) }
        #expect(try room.deliveries(order).first?.state == .delivered)
        let arrivals = try receiver.arrivals("/fails/1")
        #expect(arrivals.count == 2 && Set(arrivals.map(\.path)).count == 1)
        #expect(try signedFields(arrivals[1]).contains { $0.name == "money" && $0.value == "1.00" })
    }

    @Test("After a day of tries it is dead, and an operator has it sent again")
    func dies() throws {
        let order = try paid(receiver.url("/fails/28"))
        let deaths = try room.runRounds { try room.isSettled(order) }
        #expect(deaths.map(\.payment) == [order])
        let dead = try #require(try room.deliveries(order).first)
        #expect(dead.state == .dead && dead.attempts == 28 && dead.lastError == "not accepted")
        #expect(try receiver.arrivals("/fails/28").count == 28)
        #expect(try room.replay(dead.event))
        try room.run { try room.isSettled(order) }
        #expect(try room.deliveries(order).first?.state == .delivered)
        #expect(try receiver.arrivals("/fails/28").count == 29)
    }

    @Test("A11 a sender that dies between the shop's answer and writing it down: the same words come once more")
    func killed() throws {
        let order = try paid(receiver.url("/killed"))
        #expect(room.post.send(try room.take()).next == .delivered)
        // Nobody else takes it as long as it may still be under way.
        #expect(try room.desk.take(limit: 10).deliveries.isEmpty)
        try room.makeDue()
        try room.run { try room.isSettled(order) }
        let arrivals = try receiver.arrivals("/killed")
        #expect(arrivals.count == 2 && Set(arrivals.map(\.path)).count == 1)
    }

    @Test("A shop without an MD5 key cannot be told; with a new one it is, signed with that")
    func keys() throws {
        let order = try paid(receiver.url("/keys"))
        let old = try room.asked { try MerchantStore.keys(of: owner.id, $0) }.first { $0.algorithm == .md5 }
        try room.asked { _ = try MerchantStore.remove(try #require(old).keyID, $0) }
        try room.run { try room.isSettled(order) }
        let dead = try #require(try room.deliveries(order).first)
        #expect(dead.state == .dead && dead.attempts == 1 && dead.lastError == "no key to sign with")
        #expect(try receiver.arrivals("/keys").isEmpty)
        let new = MerchantKey(keyID: "new-\(owner.pid)", merchant: owner.id, algorithm: .md5, material: [0x6B])
        try room.asked { try MerchantStore.insert(new, at: WallClock.now(), $0) }
        #expect(try room.replay(dead.event))
        try room.run { try room.isSettled(order) }
        #expect(try room.deliveries(order).first?.state == .delivered)
        _ = try signedFields(try #require(try receiver.arrivals("/keys").first), key: "k")
    }

    @Test("M2 an address that leads inwards is not called, however it was written when the order was made")
    func inwards() throws {
        let orders = [try paid(receiver.url("/inwards")), try paid(receiver.url("/inwards", host: "localhost"))]
        let strict = DeliverySender(
            // The rules let both pass; where they lead is found out when they are connected to.
            DeliveryDesk(counter.worker, .local, room.signer, epaySigner: nil), DeliveryPost(.publicOnly))
        while try !orders.allSatisfy({ try room.deliveries($0).first?.attempts == 1 }) {
            _ = try strict.pass()
            strict.work(milliseconds: 10)
        }
        strict.stop()
        let errors = try orders.map { try room.deliveries($0).first?.lastError }
        #expect(errors == ["address not allowed", "address not allowed"])
        #expect(try receiver.arrivals("/inwards").isEmpty)
        for order in orders { try room.settle(order) }
    }

    @Test("A shop that does not answer holds up no other")
    func slow() throws {
        let stuck = try (0..<20).map { _ in try paid(receiver.url("/slow")) }
        let quick = try (0..<20).map { _ in try paid(receiver.url("/quick", host: "localhost")) }
        try room.run {
            let isThere = try quick.allSatisfy { try room.isSettled($0) }
            // The first of the slow ones are still held, and no more than may be under way.
            if isThere { #expect(try receiver.arrivals("/slow").count <= DeliveryQueue.share) }
            if isThere { try receiver.release() }
            return isThere
        }
        #expect(try quick.allSatisfy { try room.deliveries($0).first?.state == .delivered })
        for order in stuck { try room.settle(order) }
    }

    /// What stands behind a shop's address, once its signature has been verified as a shop does.
    private func signedFields(
        _ arrival: DeliveryReceiver.Arrival, behind start: String? = nil, key: String? = nil
    ) throws -> [(name: String, value: String)] {
        let query = start.map { arrival.path.dropFirst($0.count) } ?? arrival.path.drop { $0 != "?" }.dropFirst()
        let all = Query(query).pairs.map {
            (name: String(decoding: $0.name, as: UTF8.self), value: String(decoding: $0.value, as: UTF8.self))
        }
        #expect(all.suffix(2).map(\.name) == ["sign", "sign_type"] && all.last?.value == "MD5")
        let fields = Array(all.dropLast(2))
        #expect(all.dropLast().last?.value == EpayShop(key: key ?? shop.key).sign(fields, dropping: { _ in false }))
        #expect(!fields.contains { $0.value.isEmpty })
        return fields
    }

    private func paid(_ url: String, _ changes: [(name: String, value: String?)] = []) throws -> Identifier {
        let order = try order(url, changes)
        try pay(order)
        return order
    }

    private func order(_ url: String, _ changes: [(name: String, value: String?)] = []) throws -> Identifier {
        let fields = EpayShop.order(
            [
                (name: "pid", value: String(owner.pid)), (name: "out_trade_no", value: "E-\(counter.next())"),
                (name: "notify_url", value: url),
            ] + changes)
        let answer = counter.epay(
            "POST", "/mapi.php", shop.signed(fields + [(name: "clientip", value: "203.0.113.5")]))
        guard case .string(let number)? = answer.json?["trade_no"], let payment = Identifier(decimal: number) else {
            throw SignatureFailure.invalid("no order: \(String(decoding: answer.body, as: UTF8.self))")
        }
        return payment
    }

    private func pay(_ order: Identifier) throws { try counter.pay(order, of: owner.id, by: payer) }

    private func refund(_ order: Identifier, _ money: String) throws {
        let fields = EpayShop.encoded([
            ("pid", String(owner.pid)), ("key", shop.key), ("trade_no", order.decimal), ("money", money),
        ])
        let answer = counter.epay("POST", "/api.php?act=refund", fields)
        guard answer.json?["code"] == .integer(1) else {
            throw SignatureFailure.invalid("no refund: \(String(decoding: answer.body, as: UTF8.self))")
        }
    }
}
