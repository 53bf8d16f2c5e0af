import JSON
import Merchants
import Testing
import Threading

@testable import Docking

@Suite("The feed of events")
struct EventListTests {
    private let counter: RealCounter
    private let signer: RequestSigner

    init() throws {
        counter = try RealCounter.shared.get()
        signer = try counter.merchant().signer
    }

    @Test("Dense positions, page by page, each merchant its own")
    func pages() throws {
        let payments = try (0..<3).map { _ in try pay() }
        try waitForHead(3)
        let first = try feed("limit=2")
        #expect(first["head"] == .integer(3) && first["next"] == .integer(2))
        let entries = events(first)
        #expect(entries.map { $0["seq"] } == [.integer(1), .integer(2)])
        #expect(entries.first?["type"] == .string("payment.pending"))
        #expect(entries.first?["payment"]?["id"] == .string(payments[0].id))
        #expect(entries.first?["payment"]?["out_trade_no"] == .string(payments[0].number))
        #expect(entries.first?["payment"]?["version"] == .integer(1))
        #expect(entries.first?["payment"]?["from"] == .null)
        #expect(entries.first?["data"] == .null)
        let rest = try feed("after=2")
        #expect(events(rest).map { $0["payment"]?["id"] } == [.string(payments[2].id)])
        #expect(try feed("after=3")["next"] == .integer(3))

        let other = try counter.merchant().signer
        let answer = try counter.call(other, "GET", "/v1/events")
        #expect(answer.json?["head"] == .integer(0) && answer.json?["next"] == .integer(0))
    }

    @Test("Who waits is answered when something happens")
    func waits() throws {
        let reply = Reply<Response>()
        let (counter, signer) = (counter, signer)
        let waiting = JoinableThread(name: "shop") {
            if let answer = try? counter.call(signer, "GET", "/v1/events?wait=20") { reply.send(answer) }
        }
        let payment = try pay()
        let answer = reply.receive(until: .milliseconds(15_000))
        waiting.join()
        #expect(answer.flatMap(\.json).map(events)?.first?["payment"]?["id"] == .string(payment.id))
    }

    @Test("Who waits in vain gets an empty page, at the place where it was")
    func waitsInVain() throws {
        _ = try pay()
        try waitForHead(1)
        let page = try feed("after=1&wait=1")
        #expect(events(page).isEmpty && page["next"] == .integer(1) && page["head"] == .integer(1))
    }

    @Test("A worker that stops wakes whoever waits, and holds nobody any more")
    func stopping() throws {
        let records = StandInRecords()
        let watch = FeedWatch(records, GatewayThreads.test.waiting)
        let (held, late) = (Reply<Bool>(), Reply<Bool>())
        #expect(watch.wait(for: KnownKeys.alice.id, after: 0, seconds: 20) { held.send(true) })
        watch.stop()
        #expect(watch.wait(for: KnownKeys.alice.id, after: 0, seconds: 20) { late.send(true) })
        #expect(held.receive(until: .milliseconds(10_000)) == true)
        #expect(late.receive(until: .milliseconds(10_000)) == true)
    }

    @Test("One merchant does not take all places: beyond its share it is told so at once, and others wait on")
    func share() throws {
        let watch = FeedWatch(StandInRecords(), GatewayThreads.test.waiting)
        defer { watch.stop() }
        let held = (0..<40).count { _ in watch.wait(for: KnownKeys.alice.id, after: 0, seconds: 20) {} }
        #expect(held == 25)
        #expect(watch.wait(for: KnownKeys.closed.id, after: 0, seconds: 20) {})
    }

    @Test(
        "A query that is none is refused, field by field",
        arguments: [
            ("after=-1", "after"), ("after=", "after"), ("after=1e3", "after"), ("after=+1", "after"),
            ("after=9223372036854775808", "after"), ("limit=0", "limit"), ("limit=1001", "limit"),
            ("wait=21", "wait"), ("wait=1.5", "wait"), ("after=1&after=1", "after"), ("since=1", "since"),
        ])
    func refused(query: String, field: String) throws {
        let answer = try counter.call(signer, "GET", "/v1/events?\(query)")
        #expect(answer.status == 422 && answer.faults == [field])
    }

    @Test("Nobody looks into a feed unsigned")
    func unsigned() throws {
        #expect(try Counter().unsigned("GET", "/v1/events").status == 401)
    }

    private func pay() throws -> (id: String, number: String) {
        let number = "feed-\(counter.next())"
        let body = #"{"out_trade_no":"\#(number)","amount":100,"currency":"CNY","subject":"gems"}"#
        let answer = try counter.call(signer, "POST", "/v1/payments", body)
        guard answer.status == 201, case .string(let id)? = answer.json?["id"] else {
            throw SignatureFailure.invalid("no payment: \(answer.status)")
        }
        return (id, number)
    }

    private func waitForHead(_ head: Int64) throws {
        let deadline = Deadline.milliseconds(20_000)
        while try feed("after=\(head - 1)&wait=1")["head"] != .integer(head), !deadline.isPast {}
    }

    private func feed(_ query: String) throws -> JSONValue {
        let answer = try counter.call(signer, "GET", "/v1/events?\(query)")
        guard answer.status == 200, let json = answer.json else {
            throw SignatureFailure.invalid("no feed: \(answer.status)")
        }
        return json
    }

    private func events(_ page: JSONValue) -> [JSONValue] {
        if case .array(let entries)? = page["data"] { entries } else { [] }
    }
}
