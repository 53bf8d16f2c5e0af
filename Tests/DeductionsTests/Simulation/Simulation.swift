import Deductions
import Ledger
import Payers
import Threading
import Values

/// One seeded run: several lanes on the simulated server, all failures the server knows, and the look at what is left.
struct Simulation {
    let seed: UInt64
    var lanes = 4
    var commands = 260
    var fault: SeededFault?

    /// What is wrong afterwards; empty for a lane that keeps its promises. Also how many commands were handed in, and
    /// what they came by.
    func run() -> (complaints: [String], commands: Int, coverage: Coverage) {
        let baton = Baton(count: lanes)
        let server = SimulatedServer(seed: seed, lanes: lanes, baton: baton)
        open(server)
        let stage = Stage(
            server,
            Workload(
                seed: seed, cast: .simulated, makesHolds: makesHolds, makesQueues: makesHolds,
                makesPayouts: makesPayouts, makesLimits: makesLimits))
        let threads = (0..<lanes).map { runner in
            let database = SimulatedLane(
                server, runner: runner, locksPayments: fault != .refundWithoutPaymentLock,
                locksMerchants: fault != .merchantsUnlocked, locksDays: fault != .capUnlocked)
            stage.databases.append(database)
            return JoinableThread(name: "sim-\(runner)") {
                baton.wait(runner)
                work(stage, runner)
                stage.server.leave(runner)
            }
        }
        baton.pass(to: 0)
        for thread in threads { thread.join() }
        server.settle()
        let audit = SimulationAudit(server: server, workload: stage.workload)
        return (audit.complaints(), stage.workload.issues.count, Coverage(server.tables, stage.workload))
    }

    /// A fault of old that lets a hold end twice would be stopped by a precondition, and the test with it.
    private var makesHolds: Bool {
        let ofHolds: [SeededFault?] = [
            nil, .overdueIgnored, .overdueByEarlyClock, .overdueUnlocked, .overdueEndedLast,
            .heldStillAvailable, .postingShort, .reserveKept, .debtKept, .exposureIgnored, .postponedForEver,
            .cancelLeavesPlace, .payoutRepeated, .merchantsUnlocked, .frozenIgnored,
            .capKept, .capUnlocked, .capIgnored, .staleDecided,
        ]
        return ofHolds.contains(fault)
    }

    private var makesLimits: Bool { [nil, .capKept, .capUnlocked, .capIgnored].contains(fault) && seed % 2 == 0 }

    private var makesPayouts: Bool { [nil, .payoutRepeated, .merchantsUnlocked].contains(fault) }

    /// What the lanes' threads share. The baton lets one of them run at a time.
    private final class Stage: @unchecked Sendable {
        let server: SimulatedServer
        var workload: Workload
        var databases: [SimulatedLane] = []

        init(_ server: SimulatedServer, _ workload: Workload) {
            self.server = server
            self.workload = workload
        }
    }

    private func settings() -> LaneSettings {
        var settings = LaneSettings()
        settings.conflictTries = 6
        settings.fault = fault
        return settings
    }

    private func work(_ stage: Stage, _ runner: Int) {
        let skew = Int64(runner) * 600_000_000 - 900_000_000
        let server = stage.server
        let lane = Lane(
            stage.databases[runner], settings: settings(),
            wallClock: { Timestamp(microseconds: server.now.microseconds + skew) }, goesOn: { true })
        while stage.workload.issues.count < commands, lane.connect() {
            let numbers = stage.workload.next(12)
            // Operators' commands are judged by nothing that a merchant has.
            let versions = numbers.map { server.tables.versions[stage.workload.issues[$0].command.merchant] }
            let tickets = zip(numbers, versions).map {
                AwaitedTicket(stage.workload.issues[$0].command, under: $1)
            }
            lane.run(tickets.map(\.ticket))
            for ((number, ticket), version) in zip(zip(numbers, tickets), versions) {
                // All have been answered by now; one that was not would leave its issue without a verdict.
                guard let verdict = ticket.verdictSoFar else { continue }
                stage.workload.record(verdict, of: number, under: version)
            }
        }
    }

    /// The opening balances.
    private func open(_ server: SimulatedServer) {
        let cast = Cast.simulated
        for merchant in cast.merchants { server.tables.versions[merchant] = 1 }
        for (id, merchant) in cast.rich.map({ ($0, cast.merchants[0]) }) + [
            (cast.poor, cast.merchants[0]), (cast.blocked, cast.merchants[0]), (cast.foreign, cast.merchants[1]),
            (cast.frozen, cast.merchants[0]),
        ] {
            add(id, of: merchant, to: server)
        }
        add(cast.platform, of: nil, to: server)
        for (key, balance) in Self.openingBalances { server.tables.wallets[key]?.balance = balance }
        server.tables.wallets[AccountKey(cast.frozen, .wallet, .cny)]?.isFrozen = true
    }

    static let openingBalances: [AccountKey: Int64] = [
        AccountKey(Cast.simulated.rich[0], .wallet, .cny): 4000, AccountKey(Cast.simulated.rich[1], .wallet, .cny): 900,
        AccountKey(Cast.simulated.rich[2], .wallet, .cny): 2000, AccountKey(Cast.simulated.poor, .wallet, .cny): 15,
        AccountKey(Cast.simulated.foreign, .wallet, .cny): 700,
        AccountKey(Cast.simulated.platform, .wallet, .cny): 1200,
        AccountKey(Cast.simulated.frozen, .wallet, .cny): 1500,
    ]

    private func add(_ payer: Identifier, of merchant: Identifier?, to server: SimulatedServer) {
        server.tables.payers[payer] = Payer(
            id: payer, merchant: merchant, login: "cast-\(payer.number)",
            state: payer == Cast.simulated.blocked ? .blocked : .active, createdAt: Timestamp(microseconds: 0))
        server.tables.wallets[AccountKey(payer, .wallet, .cny)] = Wallet(payer: payer, currency: .cny)
    }
}
