import Deductions
import Ledger
package import MariaDB
import Merchants
import OpenSSL
import Payers
import Threading
import Values

/// The merchants and payers of a run, with their keys and with money.
package struct Population: Sendable {
    /// One key per merchant; the last merchant is the hot one.
    package let keys: [SigningKey]
    /// Payers of all merchants but the hot one.
    package let payers: [BenchPayer]
    /// Payers of the hot merchant.
    package let hotPayers: [BenchPayer]
    /// More payers of all merchants but the hot one.
    package let holders: [BenchPayer]

    /// Minor units in every wallet: more than any run can spend.
    private static let funds: Int64 = 1_000_000_000_000
    private static let rowsAtOnce = 1_000
    /// Top-ups under way at once: less than one owner may have in a lane's mailbox.
    private static let topupsAtOnce = 128

    /// Creates `merchants` with `payers` spread evenly over them, and one more merchant with
    /// `hotPayers`; `holders` are spread like `payers`. The money
    /// comes in through the engine, as an operator's top-ups, so that the books balance from the start.
    package static func create(
        merchants: Int, payers: Int, hotPayers: Int, holders: Int = 0, owner: DatabaseAddress, worker: DatabaseAddress
    ) throws(LoadFailure) -> Population {
        do {
            let session = try Session(owner)
            defer { session.close() }
            var mint = IdentifierMint(lane: 1_023)
            let shops = try makeMerchants(merchants + 1, &mint, session)
            let pin = try PIN(digits: "123456")
            var owners: [(merchantIndex: Int, payer: Payer)] = []
            for number in 0..<payers + hotPayers + holders {
                let rest = number - payers - hotPayers
                let index =
                    rest >= 0 ? rest * merchants / holders : number < payers ? number * merchants / payers : merchants
                let payer = Payer(
                    id: mint.next(at: WallClock.now()), merchant: shops[index].merchant, login: "bench\(number)",
                    state: .active, createdAt: WallClock.now())
                owners.append((index, payer))
            }
            try insert(owners.map(\.payer), pin, session)
            try fund(owners.map(\.payer.id), worker)
            let people = owners.map { BenchPayer(id: $0.payer.id.text, merchantIndex: $0.merchantIndex) }
            return Population(
                keys: shops.map(\.key), payers: Array(people[..<payers]),
                hotPayers: Array(people[payers..<payers + hotPayers]),
                holders: Array(people[(payers + hotPayers)...]))
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("cannot create merchants and payers: \(error)")
        }
    }

    private static func makeMerchants(
        _ count: Int, _ mint: inout IdentifierMint, _ session: Session
    ) throws(DatabaseFailure) -> [(merchant: Identifier, key: SigningKey)] {
        let first = try MerchantStore.nextPID(session)
        var made: [(merchant: Identifier, key: SigningKey)] = []
        try session.begin()
        for number in 0..<count {
            let now = WallClock.now()
            let merchant = Merchant(
                id: mint.next(at: now), pid: first + Int64(number), name: "Bench \(number)", state: .active)
            let key = SigningKey(keyID: "\(merchant.id.text)-bench", secret: SecureRandom.bytes(32))
            let stored = MerchantKey(
                keyID: key.keyID, merchant: merchant.id, algorithm: .hmacSHA256, material: key.secret)
            try MerchantStore.insert(merchant, keys: [stored], at: now, session)
            made.append((merchant.id, key))
        }
        try session.commit()
        return made
    }

    private static func insert(_ payers: [Payer], _ pin: PIN, _ session: Session) throws(DatabaseFailure) {
        for start in stride(from: 0, to: payers.count, by: rowsAtOnce) {
            let part = payers[start..<min(start + rowsAtOnce, payers.count)]
            try session.begin()
            try PayerStore.insert(part.map { NewPayer(payer: $0, pin: pin) }, session)
            try WalletStore.insert(part.map { Wallet(payer: $0.id, currency: .cny) }, session)
            try session.commit()
        }
    }

    private static func fund(_ payers: [Identifier], _ worker: DatabaseAddress) throws(LoadFailure) {
        var settings = EngineSettings()
        settings.name = "bench"
        let engine = Engine(settings, address: worker)
        defer { engine.stop() }
        for start in stride(from: 0, to: payers.count, by: topupsAtOnce) {
            let deadline = Deadline.milliseconds(30_000)
            let postings = payers[start..<min(start + topupsAtOnce, payers.count)].map { payer in
                engine.post(OperatorTopup(target: AccountKey(payer, .wallet, .cny), amount: funds))
            }
            for posting in postings {
                guard case .waiting(let ticket) = posting, case .answered(.topup, _) = ticket.verdict(deadline) else {
                    throw LoadFailure("a top-up of the bench's payers failed")
                }
            }
        }
    }
}
