import Deductions
import MariaDB
import Threading

/// Has lanes carry orders out that name no payment. The lanes are made when they are needed: each leaves a row in the
/// database, and most runs find nothing.
final class OrderDesk {
    private let address: DatabaseAddress
    private let settings: EngineSettings
    private var engine: Engine?

    /// Orders that wait at once: fewer than one merchant may have in one mailbox.
    private static let ordersAtOnce = 200
    private static let patienceMilliseconds = 8_000

    init(_ address: DatabaseAddress, _ settings: EngineSettings) {
        self.address = address
        self.settings = settings
    }

    /// What came of each, in order.
    func carryOut(_ orders: [some Command]) throws(DatabaseFailure) -> [Outcome] {
        guard !orders.isEmpty else { return [] }
        let lanes = engine ?? Engine(settings, address: address)
        engine = lanes
        var outcomes: [Outcome] = []
        var rest = orders[...]
        while !rest.isEmpty {
            let postings = rest.prefix(Self.ordersAtOnce).map { lanes.post($0) }
            rest = rest.dropFirst(Self.ordersAtOnce)
            let deadline = Deadline.milliseconds(Self.patienceMilliseconds)
            for posting in postings {
                let verdict =
                    switch posting {
                    case .waiting(let ticket): ticket.verdict(deadline)
                    case .refused(let refusal): refusal
                    }
                guard case .answered(let outcome, _) = verdict else {
                    throw DatabaseFailure(kind: .connectionLost, message: "the lanes did not answer an order")
                }
                outcomes.append(outcome)
            }
        }
        return outcomes
    }

    func stop() { engine?.stop() }
}
