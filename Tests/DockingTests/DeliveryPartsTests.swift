import Deductions
import Events
import HTTPClient
import Merchants
import OpenSSL
import Testing
import Threading
import Values

@testable import Docking

@Suite("Which deliveries go out, and what a try comes to")
struct DeliveryPartsTests {
    @Test("Hosts take turns, none has more than its share of threads and places")
    func queue() throws {
        var queue = DeliveryQueue()
        let slow = try (0..<20).map { try taken($0, "https://slow.example/") }
        #expect(slow.filter { queue.add($0) }.count == DeliveryQueue.places)
        let others = [try taken(100, "https://a.example/"), try taken(101, "https://b.example/")]
        #expect(others.filter { queue.add($0) }.count == 2)
        #expect(queue.count == 18)
        let started = (0..<5).map { _ in queue.start()?.recipient.host }
        #expect(started == ["slow.example", "a.example", "b.example", "slow.example", nil])
        queue.finish(slow[0].recipient, isQuick: false)
        #expect(queue.start()?.delivery.event == Identifier(2))
        #expect(queue.start() == nil && queue.count == 13)
    }

    @Test("No more than the threads there are, whatever the number of hosts")
    func width() throws {
        var queue = DeliveryQueue()
        for number in 0..<40 { _ = queue.add(try taken(number, "https://h\(number).example/")) }
        #expect((0..<40).compactMap { _ in queue.start() }.count == DeliveryQueue.width)
    }

    @Test("Quick hosts get more threads, one answer at a time; half of them stays for the others")
    func shares() throws {
        var queue = DeliveryQueue()
        try praise("a.example", &queue)
        try praise("b.example", &queue)
        let own = try ["a", "b", "c"].map { name in
            try (0..<20).filter { queue.add(try taken($0, "https://\(name).example/")) }.count
        }
        #expect(own == [20, 20, 16])
        var underWay: [String: Int] = [:]
        while let taken = queue.start() { underWay[taken.recipient.host, default: 0] += 1 }
        // Beyond two for each there are eight.
        #expect(underWay["c.example"] == 2)
        #expect((underWay["a.example"] ?? 0) + (underWay["b.example"] ?? 0) == 12)
        #expect(underWay.values.allSatisfy { $0 <= DeliveryQueue.largestShare })
        for number in 0..<2 { #expect(queue.add(try taken(number, "https://d.example/"))) }
        #expect(queue.start()?.recipient.host == "d.example" && queue.start()?.recipient.host == "d.example")
    }

    @Test("A quick host's backlog fills the places that are nobody's own; others have theirs, a late host no more")
    func places() throws {
        var queue = DeliveryQueue()
        try praise("a.example", &queue)
        try praise("b.example", &queue)
        #expect(queue.room == DeliveryQueue.extraDepth)
        let most = DeliveryQueue.places + DeliveryQueue.extraDepth
        let own = try (0..<most + 10).filter { queue.add(try taken($0, "https://a.example/")) }.count
        #expect(own == most && queue.room == DeliveryQueue.places)
        let others = try (0..<20).filter { queue.add(try taken($0, "https://b.example/")) }.count
        #expect(others == DeliveryQueue.places)
        // What goes out makes room again.
        let next = queue.start()
        let first = try #require(next)
        #expect(first.recipient.host == "a.example")
        #expect(try queue.add(taken(1, "https://a.example/")))
        #expect(queue.start()?.recipient.host == "b.example")
        let second = try #require(queue.start().map(\.recipient))
        #expect(second.host == "a.example")
        queue.finish(first.recipient, isQuick: false)
        #expect(try queue.add(taken(1, "https://a.example/")), "one late answer is no habit")
        queue.finish(second, isQuick: false)
        #expect(try !queue.add(taken(1, "https://a.example/")))
    }

    @Test("Two late answers in a row take a host's further threads away, one takes half of them")
    func lateness() throws {
        var queue = DeliveryQueue()
        try praise("a.example", &queue)
        for number in 0..<20 { _ = queue.add(try taken(number, "https://a.example/")) }
        var started = (0..<20).compactMap { _ in queue.start()?.recipient }
        #expect(started.count == DeliveryQueue.largestShare)
        for left in (DeliveryQueue.share..<DeliveryQueue.largestShare).reversed() {
            queue.finish(started.removeLast(), isQuick: false)
            #expect(queue.start() == nil, "\(left) are still under way")
        }
        queue.finish(started.removeLast(), isQuick: false)
        #expect(queue.start() != nil && queue.start() == nil)

        queue = DeliveryQueue()
        try praise("a.example", &queue)
        for number in 0..<20 { _ = queue.add(try taken(number, "https://a.example/")) }
        started = (0..<20).compactMap { _ in queue.start()?.recipient }
        queue.finish(started.removeLast(), isQuick: false)
        queue.finish(started.removeLast(), isQuick: true)
        #expect(queue.start() == nil, "five of eight, and six are still under way")
        queue.finish(started.removeLast(), isQuick: true)
        #expect(queue.start() != nil && queue.start() == nil)
    }

    @Test("A merchant with many hosts has its own share of threads and places, and others go out at once")
    func manyHosts() throws {
        var queue = DeliveryQueue()
        let slow = try (0..<40).map { try taken($0, "https://x\($0).example/", merchant: 7) }
        #expect(slow.filter { queue.add($0) }.count == DeliveryQueue.merchantPlaces)
        #expect((0..<40).compactMap { _ in queue.start() }.count == DeliveryQueue.merchantShare)
        #expect(try queue.add(taken(100, "https://a.example/", merchant: 8)))
        // Also at a host where the first merchant has something waiting.
        #expect(try queue.add(taken(101, "https://x9.example/", merchant: 8)))
        #expect((0..<3).compactMap { _ in queue.start()?.delivery.event } == [Identifier(101), Identifier(100)])
    }

    @Test("A merchant that is alone gets as many threads and places as its host")
    func alone() throws {
        var queue = DeliveryQueue()
        try praise("a.example", &queue, merchant: 7)
        let most = DeliveryQueue.places + DeliveryQueue.extraDepth
        let own = try (0..<most + 10).filter { try queue.add(taken($0, "https://a.example/", merchant: 7)) }.count
        #expect(own == most && queue.room == DeliveryQueue.places)
        let started = (0..<20).compactMap { _ in queue.start()?.recipient }
        #expect(started.count == DeliveryQueue.largestShare)
        for recipient in started { queue.finish(recipient, isQuick: false) }
        #expect((0..<20).compactMap { _ in queue.start() }.count == DeliveryQueue.share)
    }

    @Test("A merchant's host that does not answer does not hold up its other one, whatever it had")
    func twoHosts() throws {
        for isPraised in [false, true] {
            var queue = DeliveryQueue()
            if isPraised { try praise("a.example", &queue, merchant: 7) }
            for number in 0..<16 { #expect(try queue.add(taken(number, "https://a.example/", merchant: 7))) }
            let held = (0..<20).compactMap { _ in queue.start() }.count
            #expect(held == (isPraised ? DeliveryQueue.largestShare : DeliveryQueue.share))
            for number in 0..<16 { #expect(try queue.add(taken(number, "https://b.example/", merchant: 7))) }
            #expect((0..<20).compactMap { _ in queue.start() }.count == DeliveryQueue.share)
        }
    }

    @Test("All that are slow leave a quarter of the threads to the others, and most of the places")
    func slowness() throws {
        var queue = DeliveryQueue()
        for number in 0..<40 {
            // The host is slow, or the merchant is, at any host.
            let slow = try taken(number, "https://h\(number).example/")
            #expect(queue.add(slow) && queue.start() != nil)
            queue.finish(slow.recipient, isQuick: false)
        }
        let urls = (0..<40).map { $0 < 20 ? "https://h\($0).example/" : "https://new\($0).example/" }
        let own = try (0..<400).filter { try queue.add(taken($0, urls[$0 % 40], merchant: Int64($0 % 40))) }.count
        #expect(own == DeliveryQueue.slowDepth && queue.room >= DeliveryQueue.depth / 2)
        let started = (0..<40).compactMap { _ in queue.start()?.recipient }
        #expect(started.count == DeliveryQueue.slowWidth)
        for number in 100..<110 { #expect(try queue.add(taken(number, "https://n\(number).example/"))) }
        let others = (0..<40).compactMap { _ in queue.start() }
        #expect(others.count == DeliveryQueue.width - DeliveryQueue.slowWidth)
        #expect(others.allSatisfy { $0.recipient.host.hasPrefix("n1") })
        // A quick answer, and it is not slow any more.
        queue.finish(try #require(others.first).recipient, isQuick: true)
        #expect(queue.start()?.recipient.host.hasPrefix("n1") == true && queue.start() == nil)
        queue.finish(started[0], isQuick: true)
        #expect(queue.start() != nil)
    }

    @Test("What has no place comes back one by one, not all at once, of a quick host sooner than of a slow one")
    func returns() {
        var returns = DeliveryReturns<String>()
        func pauses(_ host: String, _ count: Int, _ pace: DeliveryPace = .slow, now: Int64 = 0) -> [Int64] {
            (0..<count).map { _ in returns.pause(host, pace, now: now) }
        }
        #expect(pauses("dead", 3) == [1_000_000, 1_005_000, 1_010_000])
        #expect(pauses("other", 1) == [1_000_000])
        #expect(pauses("dead", 1, now: 500_000) == [1_000_000])
        #expect(pauses("dead", 1, now: 500_000) == [1_005_000])
        #expect(pauses("new", 3, .unknown) == [250_000, 255_000, 260_000])
        let longest = (
            slow: DeliveryReturns<String>.longestMicroseconds(.slow),
            quick: DeliveryReturns<String>.longestMicroseconds(.quick)
        )
        #expect(pauses("dead", 100_000).allSatisfy { $0 <= longest.slow })
        #expect(pauses("dead", 1) == [longest.slow])
        #expect(pauses("dead", 3, .quick) == [250_000, 251_000, 252_000])
        #expect(pauses("dead", 1) == [1_000_000])
        let backlog = pauses("quick", 100_000, .quick)
        #expect(Set(backlog.prefix(29_000)).count == 29_000 && backlog.last == longest.quick)
    }

    @Test("What has no place comes back behind its merchant's, whatever the host, and behind its host's")
    func lines() throws {
        var queue = DeliveryQueue()
        func pauses(_ recipients: [(host: String, merchant: Int64)]) -> [Int64] {
            recipients.map { queue.pause(Recipient(host: $0.host, merchant: Identifier($0.merchant)), now: 0) }
        }
        #expect(pauses([("x1", 7), ("x2", 7), ("x3", 7)]) == [250_000, 255_000, 260_000])
        #expect(pauses([("x3", 8), ("x3", 9), ("y", 8)]) == [255_000, 260_000, 255_000])
        try praise("a.example", &queue, merchant: 10)
        #expect(pauses([("a.example", 10), ("a.example", 10)]) == [250_000, 251_000])
    }

    @Test("The pauses of a receiver that is not there grow, and the sixteenth failure is the last")
    func failures() throws {
        let post = DeliveryPost(.publicOnly)
        var pauses: [Int64] = []
        for attempts in 0..<WebhookSchedule.maximumTries {
            // This machine may not be called, so nothing is sent.
            let outcome = post.send(try taken(1, "http://127.0.0.1:18080/", attempts: attempts))
            #expect(outcome.status == nil && outcome.error == "address not allowed")
            if case .again(let pause) = outcome.next { pauses.append(pause) } else { #expect(outcome.next == .dead) }
        }
        #expect(pauses.count == 15)
        #expect(zip(pauses.prefix(11), pauses.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("An epay shop is called six times, after 1, 3, 20, 60 and 120 minutes, the last time for good")
    func epayPauses() throws {
        let post = DeliveryPost(.publicOnly)
        let next = try (0..<EpaySchedule.maximumTries).map { attempts in
            post.send(try taken(1, epayLetter(url: "http://127.0.0.1:18080/"), attempts: attempts)).next
        }
        let minutes: [Int64] = [1, 2, 17, 40, 60] + Array(repeating: 60, count: 22)
        #expect(next == minutes.map { .again($0 * 60_000_000) } + [.dead] && minutes.reduce(0, +) == 24 * 60)
    }

    @Test("Without a key nothing is sent, and nothing is tried again")
    func keyless() throws {
        let outcome = DeliveryPost(.publicAndLoopback).send(
            try taken(1, epayLetter(url: "http://127.0.0.1:18080/", keys: []), attempts: 0))
        #expect(outcome.next == .dead && outcome.status == nil && outcome.error == "no key to sign with")
    }

    @Test("Between an old key and a new one the tries take turns")
    func keys() throws {
        let letter = try epayLetter(url: "http://a.example/n", keys: ["old", "new"])
        let addresses = try (1...4).map { try letter.request(try: $0, at: Payment.time).url.text }
        #expect(addresses[0] == letter.notice.address("http://a.example/n", .md5(key: Array("old".utf8))))
        #expect(addresses[1] == letter.notice.address("http://a.example/n", .md5(key: Array("new".utf8))))
        #expect(addresses[0] != addresses[1] && addresses[2] == addresses[0] && addresses[3] == addresses[1])
    }

    @Test("The key that the order was signed with comes first, as long as there is one")
    func ownKey() throws {
        let letter = try epayLetter(url: "http://a.example/n", keys: ["old", "new"], order: "new")
        let first = try letter.request(try: 1, at: Payment.time).url.text
        #expect(first == letter.notice.address("http://a.example/n", .md5(key: Array("new".utf8))))
        let gone = try epayLetter(url: "http://a.example/n", keys: ["old"], order: "new")
        #expect(throws: Never.self) { try gone.request(try: 1, at: Payment.time) }
    }

    @Test(
        "A shop has understood if a 2xx holds the word",
        arguments: [
            (200, "success", true), (200, "Success", true), (200, "SUCCESS", true), (201, "success", true),
            (200, #"{"state":"success","msg":"支付成功"}"#, true), (200, "\u{FEFF}success\n", true),
            (200, "sUccess", false), (200, "fail", false), (200, "", false), (200, "succes", false),
            (500, "success", false), (302, "success", false), (404, "success", false), (199, "success", false),
        ])
    func acknowledgement(status: Int, body: String, isAccepted: Bool) throws {
        let letter = try epayLetter(url: "http://a.example/n")
        #expect(letter.isAccepted(status: status, body: Array(body.utf8)) == isAccepted)
    }

    /// Has a host answer quickly until it has all the threads that a host may have.
    private func praise(_ host: String, _ queue: inout DeliveryQueue, merchant: Int64? = nil) throws {
        for number in 0..<(DeliveryQueue.largestShare - DeliveryQueue.share) {
            let taken = try taken(number, "https://\(host)/", merchant: merchant)
            let isIn = queue.add(taken)
            #expect(isIn && queue.start()?.recipient == taken.recipient)
            queue.finish(taken.recipient, isQuick: true)
        }
    }

    private func epayLetter(url: String, keys: [String] = ["key"], order: String? = nil) throws -> EpayLetter {
        let ring = KeyRing(
            merchant: KnownKeys.alice,
            keys: keys.map {
                MerchantKey(keyID: $0, merchant: KnownKeys.alice.id, algorithm: .md5, material: Array($0.utf8))
            })
        return EpayLetter(
            notice: EpayNotice(.sample(id: 1), pid: 1001), url: try CheckedURL(url, .local), isRefunded: false,
            pens: EpayPens(EpayDocking(type: nil, param: nil, keyID: order), ring, nil))
    }

    /// `merchant`: whose it is; nil: somebody's who has nothing else.
    private func taken(
        _ number: Int, _ url: String, attempts: Int = 0, merchant: Int64? = nil
    ) throws -> TakenDelivery {
        let id = Identifier(Int64(number))
        let event = Event(
            id: id, merchant: id, payment: id, version: 1, type: "payment.captured", from: nil, state: .captured,
            money: Money(1, .cny), held: 0, captured: 1, refunded: 0, fee: 0, surplus: 0, holdExpiresAt: nil,
            declineCode: nil, data: nil, createdAt: Timestamp(microseconds: 0))
        let signer = WebhookSigner(PlatformSigner(key: try .generateEd25519(), keyID: "platform"))
        let letter = WebhookLetter(
            FeedEntry(seq: 1, event: event), outTradeNo: "T1", url: try CheckedURL(url, .local), signer)
        return try taken(number, letter, attempts: attempts, merchant: merchant)
    }

    private func taken(
        _ number: Int, _ letter: any Letter, attempts: Int, merchant: Int64? = nil
    ) throws -> TakenDelivery {
        let id = Identifier(Int64(number))
        let delivery = Delivery(
            event: id, payment: id, version: 1, merchant: merchant.map { Identifier($0) } ?? id, state: .waiting,
            dueAt: Timestamp(microseconds: 0), attempts: attempts, lastStatus: nil, lastError: nil)
        return TakenDelivery(delivery: delivery, letter: letter, latestStart: .milliseconds(60_000))
    }
}
