import Deductions
import Threading

/// The clients of a chaos run, each on its own thread and connection.
final class ChaosClients: Sendable {
    /// What all clients report.
    struct Findings: Sendable {
        var acknowledged: [Acknowledgement] = []
        var complaints: [String] = []
    }

    private let findings = Guarded(Findings())
    private let threads: [JoinableThread]
    private static let complaintLimit = 50

    /// Starts the clients; they begin no charge after `end` (monotonic nanoseconds) and finish the one they are at.
    init(_ target: ChaosTarget, _ plan: ChaosPlan, run: String, end: UInt64) {
        let findings = findings
        threads = (0..<plan.clients).map { number in
            JoinableThread(name: "client \(number)") {
                Self.work(target, plan, run: run, number: number, end: end, findings)
            }
        }
    }

    /// Waits for all clients.
    func finish() -> Findings {
        for thread in threads { thread.join() }
        return findings.withLock { $0 }
    }

    private static func work(
        _ target: ChaosTarget, _ plan: ChaosPlan, run: String, number: Int, end: UInt64,
        _ findings: Guarded<Findings>
    ) {
        let posts = target.keys.map { SignedPost(to: target.address, path: "/v1/payments", key: $0) }
        var random = SeededRandom(seed: plan.seed &+ UInt64(number) &* 7_919)
        var orders = OrderNumbers(run: run, thread: number)
        let client = PatientClient(
            connection: HTTPConnection(context: target.context, host: target.address.host, port: target.address.port),
            repetitions: plan.repetitions, random: SeededRandom(seed: random.next()))
        while MonotonicTime.nanoseconds < end {
            let payer = target.payers[Int.random(in: 0..<target.payers.count, using: &random)]
            let order = orders.next()
            let body = ChargeBody.single(
                order: order, payer: payer.id, amount: Int64.random(in: 1...100, using: &random))
            let request = posts[payer.merchantIndex].request(body: body, nonce: order, created: WallClock.now())
            do {
                let acknowledgement = try client.charge(order: order, request: request)
                findings.withLock { $0.acknowledged.append(acknowledgement) }
            } catch {
                let reason = error.reason
                findings.withLock { if $0.complaints.count < complaintLimit { $0.complaints.append(reason) } }
            }
        }
    }
}
