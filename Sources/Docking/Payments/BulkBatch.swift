import Deductions
import Threading

/// The payments of one bulk call on their way through the engine: a window of them waits, the others follow.
struct BulkBatch {
    /// Half of what the engine lets one merchant have waiting, so that its single payments still get in.
    static let windowCount = 128

    private let desk: any CommandDesk
    /// Of the merchant, by which the call was judged.
    private let version: Int64?
    private let deadline: Deadline
    private var decided: [PaymentBulkAPI.Decision?]
    private var waiting: [(index: Int, ticket: AwaitedTicket)] = []
    /// How many of `waiting` have been dealt with.
    private var doneCount = 0

    init(count: Int, desk: any CommandDesk, under version: Int64?, deadline: Deadline) {
        self.desk = desk
        self.version = version
        self.deadline = deadline
        decided = .init(repeating: nil, count: count)
    }

    mutating func refuse(_ problem: Problem, at index: Int) { decided[index] = .failure(problem) }

    /// Hands a payment in, as soon as there is room for it. After the deadline none is.
    mutating func enter(_ charge: Charge, at index: Int) {
        if waiting.count - doneCount >= Self.windowCount { settleFirst() }
        while !deadline.isPast {
            switch desk.post(charge, under: version) {
            case .waiting(let ticket): return waiting.append((index, ticket))
            case .refused(.overQuota) where doneCount < waiting.count,
                .refused(.overloaded) where doneCount < waiting.count:
                // Room comes when one of ours is decided.
                settleFirst()
            case .refused(let verdict): return settle(verdict, at: index)
            }
        }
        settle(.overloaded, at: index)
    }

    /// Waits for all that is still undecided.
    mutating func decisions() -> [PaymentBulkAPI.Decision] {
        while doneCount < waiting.count { settleFirst() }
        return decided.map { $0 ?? .failure(Problem(.unavailable)) }
    }

    private mutating func settleFirst() {
        let (index, ticket) = waiting[doneCount]
        doneCount += 1
        settle(ticket.verdict(deadline), at: index)
    }

    private mutating func settle(_ verdict: Verdict, at index: Int) {
        do throws(Problem) {
            guard case .payment(let payment) = try verdict.decision().outcome else {
                throw Problem(.idempotencyMismatch)
            }
            decided[index] = .success(payment)
        } catch {
            decided[index] = .failure(error)
        }
    }
}
