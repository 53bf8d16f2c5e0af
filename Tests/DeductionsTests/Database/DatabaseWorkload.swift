import Deductions
import MariaDB
import Threading
import Values

/// The simulation's workload against MariaDB: lanes on threads, each with a generator of its own.
struct DatabaseWorkload: Sendable {
    let address: DatabaseAddress
    let cast: Cast
    let seeds: [UInt64]
    let commands: Int

    /// What is wrong with the answers afterwards. `disturbance` runs until the last command is answered.
    func run(disturbedBy disturbance: (() -> Void)? = nil) throws -> [String] {
        let results = Guarded<[(any Error)?]>([])
        let issues = Guarded<[Issue]>([])
        let threads = seeds.map { seed in
            JoinableThread(name: "work-\(seed)") {
                do {
                    let done = try self.work(seed)
                    issues.withLock { $0 += done }
                } catch {
                    results.withLock { $0.append(error) }
                }
            }
        }
        while let disturbance, !threads.allSatisfy({ $0.join(until: .milliseconds(0)) }) { disturbance() }
        for thread in threads { thread.join() }
        if let failure = results.withLock({ $0.first }) ?? nil { throw failure }
        return try complaints(issues.withLock { $0 })
    }

    private func work(_ seed: UInt64) throws -> [Issue] {
        // Lanes that share a seed's tag hand in the same keys at the same time.
        var workload = Workload(seed: seed, cast: cast, tag: "s\(seed % 2)-", makesLimits: seed != 1)
        let database = try lane(of: seed)
        var settings = LaneSettings()
        settings.conflictTries = 20
        settings.backOff = { _ in }
        let lane = Lane(database, settings: settings, wallClock: WallClock.now, goesOn: { true })
        while workload.issues.count < commands, lane.connect() {
            let numbers = workload.next(16)
            let tickets = numbers.map { AwaitedTicket(workload.issues[$0].command) }
            lane.run(tickets.map(\.ticket))
            for (number, ticket) in zip(numbers, tickets) {
                guard let verdict = ticket.verdictSoFar else { continue }
                workload.record(verdict, of: number)
            }
        }
        return workload.issues
    }

    /// A lane, even if its session is killed before it begins.
    private func lane(of seed: UInt64) throws -> MariaDBLane {
        for _ in 0..<50 {
            if let lane = try? MariaDBLane(address, worker: "workload-\(seed)") { return lane }
        }
        return try MariaDBLane(address, worker: "workload-\(seed)")
    }

    /// Every answer that left is the one that is stored.
    private func complaints(_ issues: [Issue]) throws -> [String] {
        let session = try Session(address)
        defer { session.close() }
        var complaints: [String] = []
        for (number, issue) in issues.enumerated() {
            if issue.verdicts.isEmpty { complaints.append("issue \(number) was never answered") }
            for verdict in issue.verdicts {
                if let consent = issue.command as? Consent, let payment = verdict.payment {
                    let now = try PaymentStore.payments([payment.terms.id], session).first
                    // What is held or queued, by this consent or one before it, may be captured in part, later, or not
                    // at all.
                    let isShort =
                        payment.standing.state == .captured
                        && now?.standing.captured != payment.standing.captured
                    if now?.payer != consent.payer || isShort {
                        complaints.append("issue \(number): paid by one who did not")
                    }
                }
                guard case .answered(let outcome, _) = verdict, let claim = issue.command.claim else { continue }
                if case .refused = outcome { continue }
                let stored = try ClaimStore.find(claim.name, session)
                guard let stored, stored.refusal == nil, stored.claim.digest == claim.digest else {
                    complaints.append("issue \(number): answered, but its key says otherwise")
                    continue
                }
                guard try AnswerStore.answers([stored], session)[stored.object] == outcome else {
                    complaints.append("issue \(number): \(outcome) is not what is stored")
                    continue
                }
            }
        }
        return complaints
    }
}
