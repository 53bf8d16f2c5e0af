import Bench
import DevStack
import Foundation
import JSON
import MariaDB
import Merchants
import Testing
import Values

/// A merchant's rate, through nginx and two workers, on a stack of its own.
@Suite("A merchant that sends too much", .serialized)
struct RateTests {
    private static let place = Result { try TemporaryDirectory() }
    private static let started = Result {
        var options = StackOptions(directory: try place.get().path + "/s")
        options.programs = Programs.directory.path(percentEncoded: false)
        options.database = DatabaseOptions()
        return try DevStack.start(options)
    }

    private static let burst = 20

    private let stack: DevStack

    init() throws { stack = try Self.started.get() }

    private func agree(_ rate: RequestRate?) throws {
        var settings = MerchantSettings()
        settings.rate = rate
        let session = try Session(stack.database.address(.admin))
        defer { session.close() }
        let id = try #require(stack.description.merchants.first.flatMap { Identifier(text: $0.id) })
        try session.transaction { () throws(DatabaseFailure) in
            _ = try MerchantStore.setSettings(settings, of: id, session)
        }
    }

    @Test("gets 429 with Retry-After, and goes on when it has waited; another one has nothing of it")
    func overTheRate() throws {
        let (shop, other) = (try Shop(stack), try Shop(stack, merchant: 1))
        _ = try shop.insist("rate-before")
        _ = try other.insist("rate-other-before")
        try agree(RequestRate(perSecond: 1, burst: Int64(Self.burst)))
        let begun = Date()
        var refused = 0
        for number in 0..<100 {
            let answer = try shop.send(shop.charge("rate-\(number)"))
            #expect(try other.send(other.charge("rate-other-\(number)")).status == 201)
            guard answer.status != 201 else { continue }
            refused += 1
            #expect(answer.status == 429)
            #expect(answer.retryAfterSeconds.map { $0 >= 1 } == true)
            #expect(try JSONReader.parse(answer.body)["type"] == .string("/problems/rate-limited"))
        }
        // While a worker does not know of the other yet, each takes all of the rate for its share.
        #expect(100 - refused <= 2 * (Self.burst + Int(Date().timeIntervalSince(begun)) + 1))
        #expect(try shop.ask("GET", "/healthz").status == 200)
        _ = try shop.insist("rate-after")
        try agree(nil)
        try KillStack.expectBooksInOrder(stack)
    }
}
