import DeliveryReceiver
import Deductions
import Events
import HTTPClient
import JSON
import MariaDB
import Merchants
import OpenSSL
import Testing
import Threading
import Values

@testable import Docking

@Suite("Webhooks on a database, to a real receiver", .serialized)
struct WebhookTests {
    private let counter: RealCounter
    private let merchant: RequestSigner
    private let payer: String
    private let receiver: DeliveryReceiver
    private let room: DeliveryRoom

    init() throws {
        counter = try RealCounter.telling.get()
        room = try DeliveryRoom(counter)
        merchant = try counter.merchant().signer
        payer = try counter.payer(merchant, money: 1_000_000)
        receiver = try DeliveryReceiver()
    }

    @Test("A payment with an address has a delivery for each event, one without has none")
    func rows() throws {
        let silent = try pay(nil)
        #expect(try room.deliveries(silent).isEmpty)
        let told = try pay(receiver.url("/rows"))
        try refund(told)
        #expect(try room.deliveries(told).map(\.version) == [1, 2])
        #expect(try room.deliveries(told).allSatisfy { $0.state == .waiting && $0.attempts == 0 })
        try room.run { try room.isSettled(told) }
    }

    @Test("The receiver gets the event as the feed has it, signed by the platform")
    func arrives() throws {
        let path = "/a?b=%20c"
        let payment = try pay(receiver.url(path))
        try room.run { try room.isSettled(payment) }
        let arrival = try #require(try receiver.arrivals(path).first)
        let feed = try counter.call(merchant, "GET", "/v1/events?limit=1").json
        guard case .array(let events)? = feed?["data"] else { throw SignatureFailure.invalid("no feed") }
        #expect(arrival.json == events.first)
        let request = Request(
            method: "POST", target: path, headers: Headers(arrival.headers), body: .whole(Array(arrival.body.utf8)),
            remoteAddress: "", requestID: "", isInternal: false, deadline: .milliseconds(1_000))
        let verifier = RequestVerifier(
            address: try #require(BaseAddress(receiver.url(""))),
            directory: KnownKeys(signers: [
                "platform": Signer(merchant: KnownKeys.alice, key: .ed25519(room.platform.publicKey))
            ]))
        let caller = try verifier.caller(
            of: request, contentDigest: Digest.sha256(Array(arrival.body.utf8)),
            now: WallClock.now().microseconds / 1_000_000, mayWait: true)
        #expect(arrival.id == caller.nonce.map { .string(String(decoding: $0, as: UTF8.self)) })
        #expect(try room.deliveries(payment).first?.lastStatus == 200)
    }

    @Test("F9 a receiver that fails and then accepts gets the same event again")
    func retries() throws {
        let payment = try pay(receiver.url("/flaky/1"))
        try room.run { try room.deliveries(payment).first?.attempts == 1 }
        let failed = try #require(try room.deliveries(payment).first)
        #expect(failed.state == .waiting && failed.lastStatus == 500 && failed.lastError == "not accepted")
        try room.makeDue()
        try room.run { try room.isSettled(payment) }
        let delivered = try #require(try room.deliveries(payment).first)
        #expect(delivered.state == .delivered && delivered.attempts == 2)
        #expect(delivered.lastStatus == 200 && delivered.lastError == nil)
        #expect(Set(try receiver.arrivals("/flaky/1").map(\.body)).count == 1)
    }

    @Test("The events of a payment arrive by version, however often the first fails")
    func order() throws {
        let payment = try pay(receiver.url("/flaky/3"))
        try refund(payment)
        try refund(payment)
        try room.runRounds { try room.isSettled(payment) }
        let versions = try receiver.arrivals("/flaky/3").map(\.version)
        #expect(versions == [1, 1, 1, 1, 2, 3].map { .integer($0) })
    }

    @Test("What waits for an event is due as soon as that is settled")
    func wakes() throws {
        let payment = try pay(receiver.url("/wakes"))
        try refund(payment)
        let first = try room.take()
        #expect(first.delivery.payment == payment && first.delivery.version == 1)
        try room.postpone(payment, version: 2, to: WallClock.now().microseconds + 3_600_000_000)
        try room.desk.record([room.post.send(first)])
        let second = try #require(try room.deliveries(payment).last)
        #expect(second.version == 2 && second.state == .waiting)
        #expect(second.dueAt.microseconds <= WallClock.now().microseconds)
        try room.run { try room.isSettled(payment) }
    }

    @Test("After the last try an event is dead, the payment's next goes on, and an operator has it sent again")
    func dies() throws {
        let payment = try pay(receiver.url("/from/2"))
        try refund(payment)
        let deaths = try room.runRounds { try room.isSettled(payment) }
        #expect(deaths.map(\.version) == [1])
        let dead = try #require(try room.deliveries(payment).first)
        #expect(dead.state == .dead && dead.attempts == WebhookSchedule.maximumTries)
        #expect(try room.deliveries(payment).last?.state == .delivered)
        let versions = try receiver.arrivals("/from/2").map(\.version)
        #expect(versions == (Array(repeating: 1, count: WebhookSchedule.maximumTries) + [2]).map { .integer($0) })

        let session = try Session(counter.address)
        defer { session.close() }
        #expect(try DeliveryStore.deliveries(in: .dead, limit: 100, session).map(\.event).contains(dead.event))
        #expect(try DeliveryStore.replay(dead.event, session))
        #expect(try !DeliveryStore.replay(dead.event, session))
        try room.run { try room.deliveries(payment).first?.attempts == 1 }
        #expect(try receiver.arrivals("/from/2").count == versions.count + 1)
        try room.settle(payment)
    }

    @Test("A11 a sender that dies between the answer and writing it down: the same event comes once more")
    func dies200() throws {
        let payment = try pay(receiver.url("/killed"))
        #expect(room.post.send(try room.take()).next == .delivered)
        // Nobody else takes it as long as it may still be under way.
        #expect(try room.desk.take(limit: 10).deliveries.isEmpty)
        #expect(try room.deliveries(payment).first?.state == .waiting)
        try room.makeDue()
        try room.run { try room.isSettled(payment) }
        let arrivals = try receiver.arrivals("/killed")
        #expect(arrivals.count == 2 && Set(arrivals.map(\.body)).count == 1)
        #expect(try room.deliveries(payment).first?.state == .delivered)
    }

    @Test("M3 a 2xx is an acceptance whatever stands behind it, even if there is no end to it")
    func endless() throws {
        let payment = try pay(receiver.url("/endless"))
        try room.run { try room.isSettled(payment) }
        let delivery = try #require(try room.deliveries(payment).first)
        #expect(delivery.state == .delivered && delivery.lastStatus == 200)
        #expect(try receiver.arrivals("/endless").count == 1)
    }

    @Test("What is accepted at the same time keeps its own receiver's status")
    func statuses() throws {
        let payments = try [200, 201, 202, 200].map { try (pay(receiver.url("/say/\($0)/ok")), $0) }
        var taken: [TakenDelivery] = []
        while taken.count < payments.count { taken += try room.desk.take(limit: 10).deliveries }
        let outcomes = taken.map { room.post.send($0) }
        #expect(try room.asked { try DeliveryClaims.record(outcomes, $0) }.count == payments.count)
        for (payment, status) in payments {
            let delivery = try #require(try room.deliveries(payment).first)
            #expect(delivery.state == .delivered && delivery.lastStatus == status && delivery.attempts == 1)
        }
    }

    @Test("Who stops waits a little for slow receivers, not for as long as they like")
    func stopping() throws {
        let payment = try pay(receiver.url("/slow"))
        let sender = room.sender
        while try receiver.arrivals("/slow").isEmpty {
            _ = try sender.pass()
            sender.work(milliseconds: 10)
        }
        sender.stop(withinMilliseconds: 50)
        #expect(try room.deliveries(payment).first?.attempts == 0, "nobody waited for its end")
        try receiver.release()
        try room.makeDue()
        try room.run { try room.isSettled(payment) }
    }

    @Test("Two senders at once, and everything arrives once")
    func two() throws {
        let payments = try (0..<40).map { _ in try pay(receiver.url("/two")) }
        let isOver = Guarded(false)
        let room = room
        let other = JoinableThread(name: "other sender") {
            let sender = room.sender
            while !isOver.withLock({ $0 }) {
                _ = try? sender.pass()
                sender.work(milliseconds: 5)
            }
            sender.stop()
        }
        defer {
            isOver.withLock { $0 = true }
            other.join()
        }
        try room.run { try payments.allSatisfy { try room.isSettled($0) } }
        #expect(try payments.allSatisfy { try room.deliveries($0).first?.state == .delivered })
        let ids = try receiver.arrivals("/two").compactMap(\.id)
        #expect(ids.count == payments.count)
        #expect(Set(ids.map { "\($0)" }).count == payments.count)
    }

    @Test("A host that does not answer holds up nobody else")
    func slow() throws {
        let stuck = try (0..<30).map { _ in try pay(receiver.url("/slow")) }
        let quick = try (0..<30).map { _ in try pay(receiver.url("/quick", host: "localhost")) }
        try room.run(until: {
            let isThere = try quick.allSatisfy { try room.isSettled($0) }
            // The first of the slow ones are still held, and no more than may be under way.
            if isThere { #expect(try receiver.arrivals("/slow").count <= DeliveryQueue.share) }
            if isThere { try receiver.release() }
            return isThere
        })
        #expect(try quick.allSatisfy { try room.deliveries($0).first?.state == .delivered })
        for payment in stuck { try room.settle(payment) }
    }

    @Test("A host that was quick and then does not answer keeps half of the threads at most, and holds up nobody else")
    func stuck() throws {
        let before = try (0..<40).map { _ in try pay(receiver.url("/stuck")) }
        var stuck: [Identifier] = []
        var quick: [Identifier] = []
        try room.run(until: {
            guard try before.allSatisfy({ try room.isSettled($0) }) else { return false }
            if stuck.isEmpty {
                try receiver.stick()
                stuck = try (0..<40).map { _ in try pay(receiver.url("/stuck")) }
                return false
            }
            let held = try receiver.arrivals("/stuck").count - before.count
            if quick.isEmpty {
                // With this host it had come to more than a host begins with.
                if held == DeliveryQueue.largestShare {
                    quick = try (0..<30).map { _ in try pay(receiver.url("/quick", host: "localhost")) }
                }
                return false
            }
            let isThere = try quick.allSatisfy { try room.isSettled($0) }
            if isThere {
                #expect(held == DeliveryQueue.largestShare)
                try receiver.release()
            }
            return isThere
        })
        #expect(try quick.allSatisfy { try room.deliveries($0).first?.state == .delivered })
        for payment in stuck { try room.settle(payment) }
    }

    @Test("What waits for an event is looked at within five seconds, however far off that event's next try is")
    func blocked() throws {
        let payment = try pay(receiver.url("/blocked"))
        try refund(payment)
        let first = try room.take()
        #expect(first.delivery.payment == payment && first.delivery.version == 1)
        let later = DeliveryOutcome(
            delivery: first.delivery, next: .again(3_600_000_000), status: 500, error: "not accepted")
        #expect(try room.desk.record([later]) == [later])
        try room.postpone(payment, version: 2, to: 1)
        #expect(try room.desk.take(limit: 10).deliveries.isEmpty)
        let second = try #require(try room.deliveries(payment).last)
        #expect(second.dueAt.microseconds > 1, "it was looked at")
        #expect(second.dueAt.microseconds <= WallClock.now().microseconds + 5_000_000)
        try room.settle(payment)
    }

    @Test("What is found blocked together is due at few different times, whatever it waits for")
    func blockedTogether() throws {
        let payments = try (0..<4).map { _ in try pay(receiver.url("/together")) }
        for payment in payments { try refund(payment) }
        let inTwoSeconds = WallClock.now().microseconds + 2_000_000
        for (index, payment) in payments.enumerated() {
            try room.postpone(payment, version: 1, to: inTwoSeconds + Int64(index) * 1_234)
            try room.postpone(payment, version: 2, to: 1)
        }
        #expect(try room.desk.take(limit: 10).deliveries.isEmpty)
        let times = try payments.map { try #require(try room.deliveries($0).last).dueAt.microseconds }
        #expect(times.allSatisfy { $0 > 1 }, "they were looked at")
        #expect(Set(times).count <= 2)
        for payment in payments { try room.settle(payment) }
    }

    @Test("Only who has a delivery can give it up, and only what it changes wakes what waits")
    func others() throws {
        let payment = try pay(receiver.url("/others"))
        try refund(payment)
        let first = try room.take()
        try room.makeDue()
        let second = try room.take()
        #expect(first.delivery.event == second.delivery.event && first.delivery.dueAt != second.delivery.dueAt)
        let far = WallClock.now().microseconds + 3_600_000_000
        try room.postpone(payment, version: 2, to: far)
        func outcome(_ taken: TakenDelivery, _ next: DeliveryOutcome.Next) -> DeliveryOutcome {
            DeliveryOutcome(delivery: taken.delivery, next: next, status: nil, error: nil)
        }
        #expect(try room.desk.record([outcome(first, .dead)]).isEmpty)
        #expect(try room.desk.record([outcome(first, .again(1))]).isEmpty)
        let untouched = try room.deliveries(payment)
        #expect(untouched.map(\.attempts) == [0, 0] && untouched.map(\.state) == [.waiting, .waiting])
        #expect(untouched.map(\.dueAt.microseconds) == [second.delivery.dueAt.microseconds, far])
        // What the receiver has accepted is delivered, whoever has it; after that nothing counts.
        #expect(try room.desk.record([outcome(first, .delivered)]) == [outcome(first, .delivered)])
        #expect(try #require(try room.deliveries(payment).last).dueAt.microseconds < far)
        try room.postpone(payment, version: 2, to: far)
        #expect(try room.desk.record([outcome(second, .dead)]).isEmpty)
        #expect(try room.desk.record([outcome(second, .delivered)]).isEmpty)
        #expect(try room.deliveries(payment).first?.attempts == 1)
        #expect(try room.deliveries(payment).last?.dueAt.microseconds == far)
        try room.settle(payment)
    }

    @Test("A sender does not report what somebody else has settled")
    func notOurs() throws {
        let payment = try pay(receiver.url("/say/500/no"))
        try room.asked { session in
            _ = try session.execute(
                """
                UPDATE delivery SET attempts = \(WebhookSchedule.maximumTries - 1)
                WHERE payment_id = \(payment.number)
                """)
        }
        var deaths = 0
        let sender = DeliverySender(room.desk, room.post) { _ in deaths += 1 }
        // It has it for thirty seconds, and writes nothing down before it is asked to.
        var lease: Int64 = 0
        while lease < WallClock.now().microseconds + 10_000_000 {
            _ = try sender.pass()
            lease = try #require(try room.deliveries(payment).first).dueAt.microseconds
        }
        try room.settle(payment)
        sender.stop(withinMilliseconds: 10_000)
        #expect(deaths == 0)
    }

    @Test("A merchant with forty hosts that do not answer holds up no other merchant")
    func manyHosts() throws {
        let stuck = try (1...40).map { try pay(receiver.url("/slow", host: "127.0.0.\($0)")) }
        let (_, other) = try counter.merchant()
        let quick = try pay(
            receiver.url("/quick", host: "localhost"), by: other, payer: counter.payer(other, money: 1_000))
        try room.run(until: {
            let isThere = try room.isSettled(quick)
            if isThere { #expect(try receiver.arrivals("/slow").count <= DeliveryQueue.merchantShare) }
            if isThere { try receiver.release() }
            return isThere
        })
        #expect(try room.deliveries(quick).first?.state == .delivered)
        for payment in stuck { try room.settle(payment) }
    }

    private func pay(
        _ url: String?, by signer: RequestSigner? = nil, payer: String? = nil
    ) throws -> Identifier {
        let notify = url.map { #","notify_url":"\#($0)""# } ?? ""
        let body =
            #"{"out_trade_no":"told-\#(counter.next())","amount":100,"currency":"CNY","subject":"gems""#
            + #","payer":"\#(payer ?? self.payer)"\#(notify)}"#
        let answer = try counter.call(signer ?? merchant, "POST", "/v1/payments", body)
        guard answer.status == 201, case .string(let text)? = answer.json?["id"], let id = Identifier(text: text)
        else { throw SignatureFailure.invalid("no payment: \(answer.status)") }
        return id
    }

    private func refund(_ payment: Identifier) throws {
        let body = #"{"out_refund_no":"back-\#(counter.next())","amount":10}"#
        let answer = try counter.call(merchant, "POST", "/v1/payments/\(payment.text)/refunds", body)
        guard answer.status == 201 else { throw SignatureFailure.invalid("no refund: \(answer.status)") }
    }
}
