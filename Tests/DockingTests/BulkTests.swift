import Policies
import Deductions
import Foundation
import JSON
import Testing
import Threading
import Values

@testable import Docking

struct BulkTests {
    private func item(_ number: Int, amount: Int = 100) -> String {
        """
        {"out_trade_no":"T\(number)","payer":"0000000000025","amount":\(amount),"currency":"CNY","subject":"g"}
        """
    }

    private func call(_ counter: Counter, _ items: [String]) throws -> Response {
        try counter.call("POST", "/v1/payments/bulk", "{\"payments\":[\(items.joined(separator: ","))]}")
    }

    private func results(_ response: Response) throws -> [JSONValue] {
        guard case .array(let results)? = response.json?["results"] else {
            Issue.record("no results: \(String(decoding: response.body, as: UTF8.self))")
            return []
        }
        return results
    }

    @Test("Items are answered in order, each for itself")
    func order() throws {
        let counter = try Counter()
        let response = try call(counter, [item(1), item(2, amount: 0), "7", item(3), "{}"])
        #expect(response.status == 200)
        let results = try results(response)
        #expect(results.map { $0["status"] } == [201, 422, 422, 201, 422].map { .integer($0) })
        #expect(results[0]["payment"]?["out_trade_no"] == .string("T1"))
        #expect(results[3]["payment"]?["out_trade_no"] == .string("T3"))
        #expect(results[1]["problem"]?["type"] == .string("/problems/invalid-request"))
        #expect(results[1]["problem"]?["request_id"] == .string("r-1"))
        #expect(results[1]["payment"] == nil && results[0]["problem"] == nil)
    }

    @Test("None, a thousand, and one too many", arguments: [0, 1000, 1001])
    func counts(count: Int) throws {
        let counter = try Counter()
        let response = try call(counter, (0..<count).map { item($0) })
        if count <= 1000 {
            #expect(try results(response).count == count)
        } else {
            #expect(response.code == "invalid-request" && response.faults == ["payments"])
        }
        #expect(counter.desk.handedIn.count == (count <= 1000 ? count : 0))
    }

    @Test("Not more than a window of items waits at once")
    func window() throws {
        let desk = SlowDesk()
        let answering = JoinableThread(name: "slow-desk") { desk.answerAll(2 * BulkBatch.windowCount) }
        var batch = BulkBatch(count: 2 * BulkBatch.windowCount, desk: desk, under: nil, deadline: .milliseconds(60_000))
        let form = try PaymentForm(
            try JSONReader.parse(Array(item(1).utf8)), merchant: KnownKeys.alice, policy: .none, outgoing: .local,
            fullnessPercent: 0)
        for index in 0..<(2 * BulkBatch.windowCount) {
            batch.enter(Charge(terms: form.terms, claim: nil, nonce: nil), at: index)
        }
        let decisions = batch.decisions()
        answering.join()
        #expect(desk.mostWaiting == BulkBatch.windowCount)
        #expect(decisions.allSatisfy { if case .success = $0 { true } else { false } })
    }

    @Test("What the deadline leaves behind is certainly without effect")
    func deadline() throws {
        let desk = StandInDesk { _ in nil }
        var batch = BulkBatch(count: 3, desk: desk, under: nil, deadline: .milliseconds(0))
        let form = try PaymentForm(
            try JSONReader.parse(Array(item(1).utf8)), merchant: KnownKeys.alice, policy: .none, outgoing: .local,
            fullnessPercent: 0)
        for index in 0..<3 { batch.enter(Charge(terms: form.terms, claim: nil, nonce: nil), at: index) }
        for case .failure(let problem) in batch.decisions() { #expect(problem.code == .unavailable) }
        #expect(batch.decisions().count == 3 && desk.handedIn.isEmpty)
    }

    @Test("A mailbox that lets nobody in: each item is told")
    func quota() throws {
        let desk = StandInDesk(quota: 2) { command in
            (command as? Charge).map { .answered(.payment(.captured($0.terms)), replayed: false) }
        }
        let results = try results(try call(try Counter(desk: desk), [item(1), item(2), item(3)]))
        #expect(results.map { $0["status"] } == [.integer(201), .integer(201), .integer(429)])
    }

    @Test("A nonce that was used for something else is told of the whole call")
    func replayed() throws {
        let counter = try Counter(desk: .answering(.answered(.refused(.replayed), replayed: false)))
        #expect(try call(counter, [item(1), item(2)]).code == "replayed")
    }
}

/// A desk that begins to answer, in order, when a whole window waits.
private final class SlowDesk: CommandDesk {
    private struct State {
        var tickets: [Ticket] = []
        var answeredCount = 0
        var mostWaiting = 0
    }

    private let state = Guarded(State())
    private let isFull = DispatchSemaphore(value: 0)

    let fullnessPercent: Int64 = 0

    var mostWaiting: Int { state.withLock { $0.mostWaiting } }

    func submit(_ command: any Command, under version: Int64?, _ deadline: Deadline, tell: @escaping Ticket.Tell) {
        tell(.unavailable, false)
    }

    func post(_ command: any Command, under version: Int64?) -> Posting {
        let awaited = AwaitedTicket(command)
        let waiting = state.withLock { state in
            state.tickets.append(awaited.ticket)
            let waiting = state.tickets.count - state.answeredCount
            state.mostWaiting = max(state.mostWaiting, waiting)
            return state.tickets.count
        }
        if waiting == BulkBatch.windowCount { isFull.signal() }
        return .waiting(awaited)
    }

    func answerAll(_ count: Int) {
        isFull.wait()
        // A caller that does not wait for its first answers has time to show it.
        Thread.sleep(forTimeInterval: 0.05)
        var done = 0
        while done < count {
            let ticket = state.withLock { state -> Ticket? in
                guard done < state.tickets.count else { return nil }
                state.answeredCount += 1
                return state.tickets[done]
            }
            guard let ticket, let charge = ticket.command as? Charge else {
                Thread.sleep(forTimeInterval: 0.001)
                continue
            }
            done += 1
            ticket.answer(.answered(.payment(.captured(charge.terms)), replayed: false))
        }
    }
}
