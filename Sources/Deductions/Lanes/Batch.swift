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
    /// By which versions of the commands' merchants their callers were judged.
    private let versions: [Int64?]
    /// One identifier for each command, ascending.
    let identifiers: [Identifier]
    /// Those that commands asked for beyond their own, by the command's place.
    private let spares: [Int: [Identifier]]
    /// Holds that an earlier try found past their time: they end before anything is decided.
    let overdue: [OverdueHold]
    /// One identifier for each of them.
    private let endings: [Identifier]

    private(set) var verdicts: [Verdict?]
    private var links: [Identifier: PaymentLink] = [:]
    private var settled: [Claim.Name: Settled] = [:]
    /// The commands that are decided here: no other batch owns their key, no command before them shares it.
    private var leaders: [Int] = []
    /// The nonces to record.
    private(set) var nonces: [NonceClaim] = []
    /// The keys to take.
    private(set) var claims: [StoredClaim] = []
    /// What steps 2 and 4 must have locked.
    private(set) var reach = Reach()

    /// `mint` gives new identifiers, ascending.
    init(
        number: Int64, settings: LaneSettings, tickets: [Ticket], overdue: Set<OverdueHold>,
        mint: () -> Identifier
    ) {
        let commands = tickets.map(\.command)
        versions = tickets.map(\.merchantVersion)
        self.overdue = overdue.sorted { $0.payment < $1.payment }
        endings = overdue.map { _ in mint() }
        self.number = number
        self.settings = settings
        self.commands = commands
        var spares: [Int: [Identifier]] = [:]
        // Ascending over all: what a command makes stands before what the next one makes.
        identifiers = commands.enumerated().map { index, command in
            let own = mint()
            if command.spareIdentifiers > 0 { spares[index] = (0..<command.spareIdentifiers).map { _ in mint() } }
            return own
        }
        self.spares = spares
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

    /// Lists the nonces to record. One that came with other content before is a replay; here: before in this batch.
    mutating func listNonces() {
        var named = open.compactMap { index in commands[index].nonce.map { (index, $0) } }
        if !settings.makes(.unsortedInserts) { named.sort { $0.1.name < $1.1.name } }
        nonces = []
        nonces.reserveCapacity(named.count)
        for (index, nonce) in named {
            guard let last = nonces.last, last.name == nonce.name else {
                nonces.append(nonce)
                continue
            }
            // Sorting keeps the order of equals, so the one before came first.
            if last.digest != nonce.digest { refuse(index, .replayed) }
        }
    }

    /// Step 1a: records nonces. Whether one of them came with other content before this batch.
    mutating func claimNonces(_ database: some LaneDatabase, at now: Timestamp) throws(DatabaseFailure) -> Bool {
        guard !nonces.isEmpty else { return false }
        let misused = try database.claim(nonces, at: now)
        guard !misused.isEmpty else { return false }
        let names = Set(misused.map(\.name))
        for index in open {
            if let nonce = commands[index].nonce, names.contains(nonce.name) { refuse(index, .replayed) }
        }
        return true
    }

    /// Finds the first command of each key: the others share its answer. Lists the keys to take, and what to lock.
    mutating func findLeaders(lane: Int64) {
        var names: Set<Claim.Name> = []
        leaders = open.filter { index in
            guard let claim = commands[index].claim else { return true }
            return names.insert(claim.name).inserted || settings.makes(.duplicateInBatch)
        }
        claims = leaders.compactMap { stored($0, lane: lane, refusal: nil) }
        if !settings.makes(.unsortedInserts) { claims.sort { $0.claim.name < $1.claim.name } }
        findReach()
    }

    /// Step 1b: takes keys. What another batch owns is answered from what is stored.
    mutating func claimKeys(_ database: some LaneDatabase) throws(DatabaseFailure) {
        guard !claims.isEmpty else { return }
        let owners = try database.claim(claims)
        guard !owners.isEmpty else { return }
        let made = owners.filter { $0.refusal == nil }
        let answers = made.isEmpty ? [:] : try database.answers(made)
        for owner in owners {
            guard let outcome = owner.refusal.map(Outcome.refused) ?? answers[owner.object] else { continue }
            settled[owner.claim.name] = Settled(digest: owner.claim.digest, outcome: outcome)
        }
        leaders.removeAll { commands[$0].claim.map { settled[$0.name] != nil } ?? false }
        findReach()
    }

    private mutating func findReach() {
        var all = Reach()
        for index in leaders {
            all.formUnion(commands[index].reach(commands[index].namedPayment.flatMap { links[$0] }))
        }
        if !settings.makes(.overdueUnlocked) { all.payments.formUnion(overdue.map(\.payment)) }
        all.credited.formUnion(overdue.map(\.merchant))
        for (command, version) in zip(commands, versions) where version != nil { all.judged.insert(command.merchant) }
        reach = all.inOneOrder()
    }

    /// The commands whose callers were judged by what does not hold any more. An answer that was given before is not
    /// theirs either.
    func stale(_ present: [Identifier: Int64]) -> Set<Int> {
        Set(
            commands.indices.filter { index in
                guard let version = versions[index], let present = present[commands[index].merchant] else {
                    return false
                }
                return version < present
            })
    }

    /// Step 4: decides command by command.
    mutating func decide(_ books: inout Books) {
        if !settings.makes(.overdueEndedLast) { books.end(overdue, events: endings) }
        for index in leaders {
            if let spares = spares[index] { books.lend(spares[...]) }
            let outcome = commands[index].apply(identifiers[index], to: &books)
            verdicts[index] = .answered(outcome, replayed: false)
            if let claim = commands[index].claim {
                settled[claim.name] = Settled(digest: claim.digest, outcome: outcome)
            }
        }
        if settings.makes(.overdueEndedLast) { books.end(overdue, events: endings) }
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
