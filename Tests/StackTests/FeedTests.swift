import Bench
import DevStack
import Foundation
import JSON
import Testing
import Threading

/// The feed through nginx, on a stack of its own.
@Suite("The feed of a whole stack", .serialized)
struct FeedTests {
    private static let place = Result { try TemporaryDirectory() }
    private static let started = Result {
        var options = StackOptions(directory: try place.get().path + "/s")
        options.programs = Programs.directory.path(percentEncoded: false)
        options.database = DatabaseOptions()
        return try DevStack.start(options)
    }

    private let stack: DevStack

    init() throws { stack = try Self.started.get() }

    @Test("Whoever sequences is killed, again and again: another one goes on, and the feed has no gap and no repeat")
    func killedSequencers() throws {
        let shop = try Shop(stack)
        var orders: [String] = []
        for round in 0..<4 {
            for number in 0..<10 {
                orders.append("feed-\(round)-\(number)")
                _ = try shop.insist(orders[orders.count - 1])
            }
            // Nobody outside knows who has the lease: all of them, but never all at once.
            stack.feeds.signal(SIGKILL, worker: 0)
            stack.workers.signal(SIGKILL, worker: round % 2)
        }
        #expect(stack.waitUntilReady())
        let entries = try readFeed(shop, until: orders.count)
        #expect(entries.map { $0["seq"] } == (1...Int64(entries.count)).map { JSONValue.integer($0) })
        let told = entries.compactMap { entry -> String? in
            if case .string(let number)? = entry["payment"]?["out_trade_no"] { number } else { nil }
        }
        #expect(told.sorted() == orders.sorted())
        try KillStack.expectBooksInOrder(stack)
    }

    @Test(
        "Those who wait for events cost no charge, and all of them hear of it; beyond a merchant's share there is 429")
    func waiters() throws {
        let shop = try Shop(stack)
        _ = try shop.insist("before")
        let head = try Int64(readFeed(shop, until: 1).count)
        let (heard, refused) = (Guarded(0), Guarded(0))
        let stack = stack
        let waiters = (0..<40).map { number in
            JoinableThread(name: "waiter \(number)") {
                let target = "/v1/events?after=\(head)&wait=20"
                guard let answer = try? Shop(stack).look(target) else { return }
                if answer.status == 429 { refused.withLock { $0 += 1 } }
                guard answer.status == 200, case .array(let data)? = try? JSONReader.parse(answer.body)["data"],
                    !data.isEmpty
                else { return }
                heard.withLock { $0 += 1 }
            }
        }
        // They wait by now or will; in either case nothing they need is taken from the charges.
        Thread.sleep(forTimeInterval: 0.5)
        for number in 0..<20 { #expect(try shop.send(shop.charge("while-\(number)")).status == 201) }
        for waiter in waiters { waiter.join() }
        // Who came late found something at once.
        #expect(heard.withLock { $0 } >= 25 && heard.withLock { $0 } + refused.withLock { $0 } == 40)
    }

    /// The whole feed, once it has so many entries; what there is after half a minute otherwise.
    private func readFeed(_ shop: Shop, until count: Int) throws -> [JSONValue] {
        var entries: [JSONValue] = []
        let deadline = Deadline.milliseconds(30_000)
        while entries.count < count, !deadline.isPast {
            guard let answer = try? shop.look("/v1/events?after=\(entries.count)&limit=7&wait=1"), answer.status == 200,
                case .array(let data)? = try JSONReader.parse(answer.body)["data"]
            else { continue }
            entries += data
        }
        // And whatever stands behind it.
        let rest = try shop.look("/v1/events?after=\(entries.count)&limit=1000")
        if case .array(let data)? = try JSONReader.parse(rest.body)["data"] { entries += data }
        return entries
    }
}
