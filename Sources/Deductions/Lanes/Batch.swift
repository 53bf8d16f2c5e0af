import MariaDB
import Values

/// One try of a lane's batch: what of it is decided, and the steps up to just before the commit.
struct Batch {
    /// What a key stands for and what came of it.
    private struct Settled {
        let digest: [UInt8]
        let outcome: Outcome
    }

    let number: Int64
    let settings: LaneSettings
    let commands: [any Command]
    /// One identifier for each command, ascending.
    let identifiers: [Identifier]

    private(set) var verdicts: [Verdict?]
    private var links: [Identifier: PaymentLink] = [:]
    private var settled: [Claim.Name: Settled] = [:]
    /// The commands that are decided here: no other batch owns their key, no command before them shares it.
    private var leaders: [Int] = []

    init(number: Int64, settings: LaneSettings, commands: [any Command], identifiers: [Identifier]) {
        self.number = number
        self.settings = settings
        self.commands = commands
        self.identifiers = identifiers
        verdicts = Array(repeating: nil, count: commands.count)
    }

    /// Step 0: finds the payments that are named; a command whose payment is not its merchant's leaves.
    mutating func resolve(_ database: some LaneDatabase) throws(DatabaseFailure) {
        let named = Set(commands.compactMap(\.namedPayment))
        guard !named.isEmpty else { return }
        links = try database.links(named.sorted())
        for (index, command) in commands.enumerated() {
            guard let payment = command.namedPayment else { continue }
            if links[payment]?.merchant != command.merchant { refuse(index, .notFound) }
        }
    }

    /// A nonce that came with other content before is a replay; here: before within this batch.
    mutating func compareNonces() {
        var first: [NonceClaim.Name: [UInt8]] = [:]
        for index in open {
            guard let nonce = commands[index].nonce else { continue }
            if first[nonce.name] == nil { first[nonce.name] = nonce.digest }
            if first[nonce.name] != nonce.digest { refuse(index, .replayed) }
        }
    }

    /// The nonces to record.
    var nonces: [NonceClaim] {
        let rows = open.compactMap { commands[$0].nonce }
        return settings.makes(.unsortedInserts) ? rows : Set(rows).sorted { $0.name < $1.name }
    }

    /// Step 1a: records nonces. Whether one of them came with other content before this batch.
    mutating func claimNonces(_ database: some LaneDatabase, at now: Timestamp) throws(DatabaseFailure) -> Bool {
        let nonces = nonces
        guard !nonces.isEmpty else { return false }
        let misused = try database.claim(nonces, at: now)
        guard !misused.isEmpty else { return false }
        let names = Set(misused.map(\.name))
        for index in open {
            if let nonce = commands[index].nonce, names.contains(nonce.name) { refuse(index, .replayed) }
        }
        return true
    }

    /// Finds the first command of each key: the others share its answer.
    mutating func findLeaders() {
        var names: Set<Claim.Name> = []
        leaders = open.filter { index in
            guard let claim = commands[index].claim else { return true }
            return names.insert(claim.name).inserted || settings.makes(.duplicateInBatch)
        }
    }

    /// The keys to take.
    func claims(lane: Int64) -> [StoredClaim] {
        let rows = leaders.compactMap { stored($0, lane: lane, refusal: nil) }
        return settings.makes(.unsortedInserts) ? rows : rows.sorted { $0.claim.name < $1.claim.name }
    }

    /// Step 1b: takes keys. What another batch owns is answered from what is stored.
    mutating func claimKeys(_ database: some LaneDatabase) throws(DatabaseFailure) {
        let rows = claims(lane: database.lane)
        guard !rows.isEmpty else { return }
        let owners = try database.claim(rows)
        guard !owners.isEmpty else { return }
        let made = owners.filter { $0.refusal == nil }
        let answers = made.isEmpty ? [:] : try database.answers(made)
        for owner in owners {
            guard let outcome = owner.refusal.map(Outcome.refused) ?? answers[owner.object] else { continue }
            settled[owner.claim.name] = Settled(digest: owner.claim.digest, outcome: outcome)
        }
        leaders.removeAll { commands[$0].claim.map { settled[$0.name] != nil } ?? false }
    }

    /// What steps 2 and 4 must have locked.
    var reach: Reach {
        var reach = Reach()
        for index in leaders {
            reach.formUnion(commands[index].reach(commands[index].namedPayment.flatMap { links[$0] }))
        }
        return reach.inOneOrder()
    }

    /// Step 4: decides command by command.
    mutating func decide(_ books: inout Books) {
        for index in leaders {
            let outcome = commands[index].apply(identifiers[index], to: &books)
            verdicts[index] = .answered(outcome, replayed: false)
            if let claim = commands[index].claim {
                settled[claim.name] = Settled(digest: claim.digest, outcome: outcome)
            }
        }
    }

    /// The keys whose commands were refused.
    func refusals(lane: Int64) -> [StoredClaim] {
        leaders.compactMap { index in
            guard case .answered(.refused(let refusal), _) = verdicts[index] else { return nil }
            return stored(index, lane: lane, refusal: refusal)
        }
    }

    /// Answers the commands that share a key with another one.
    mutating func answerRepeats() {
        for index in open {
            guard let claim = commands[index].claim, let first = settled[claim.name] else {
                preconditionFailure("a command without an answer")
            }
            if first.digest == claim.digest {
                verdicts[index] = .answered(first.outcome, replayed: true)
            } else {
                refuse(index, .idempotencyMismatch)
            }
        }
    }

    private var open: [Int] { verdicts.indices.filter { verdicts[$0] == nil } }

    private mutating func refuse(_ index: Int, _ refusal: Refusal) {
        verdicts[index] = .answered(.refused(refusal), replayed: false)
    }

    private func stored(_ index: Int, lane: Int64, refusal: Refusal?) -> StoredClaim? {
        commands[index].claim.map {
            StoredClaim(
                claim: $0, lane: lane, batch: number, answer: commands[index].answerKind,
                object: identifiers[index], refusal: refusal)
        }
    }
}
