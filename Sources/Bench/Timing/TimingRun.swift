import Deductions
import DevStack
import Docking
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

/// Measures whether refusals tell how wrong a forged proof is, or whether a key exists: with the directory of a worker
/// on a private database, in this process. All names of keys were asked for before: the first request with one that is
/// not at hand looks into the database, which takes its time and is not measured here.
package struct TimingRun {
    /// Requests of each comparison that are not counted.
    private static let warmUp = 2_000
    /// Requests between one layout of the directory in memory and the next.
    private static let layoutTries = 1_000
    private static let shopCount = 64

    private let samples: Int
    private let note: (String) -> Void

    /// `samples`: requests of each comparison, both forms together.
    package init(samples: Int, note: @escaping (String) -> Void) {
        self.samples = samples
        self.note = note
    }

    package func run() throws(LoadFailure) -> TimingReport {
        do {
            note("starting a database")
            let home = try TemporaryDirectory()
            let server = try DatabaseServer.start(in: home.path)
            defer { server.stop() }
            try server.migrate()
            let (refusals, merchant) = try refusals(server, KeyVault(SealingFolder(home.path + "/secrets")))
            let session = try Session(server.address(.admin))
            defer { session.close() }
            // Whatever changes of a merchant makes the directory forget.
            let forget = { () throws(DatabaseFailure) in
                _ = try MerchantStore.setState(.active, of: merchant, session)
                try refusals.remember()
            }
            return try withExtendedLifetime(home) {
                TimingReport(results: try TimedRefusals.Comparison.allCases.map { try measure($0, refusals, forget) })
            }
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("cannot measure: \(error)")
        }
    }

    private func refusals(
        _ server: DatabaseServer, _ vault: KeyVault
    ) throws -> (refusals: TimedRefusals, merchant: Identifier) {
        _ = try vault.folder.add()
        let session = try Session(server.address(.admin))
        defer { session.close() }
        let merchants = try (0..<Self.shopCount).map { _ in try shop(vault, session) }
        let sessions = SessionPool(try server.address(.worker), size: 1)
        let directory = MerchantDirectory(sessions: sessions, vault: vault) { Signer($0, of: $1, $2) }
        try directory.refresh(.milliseconds(10_000))
        guard let address = BaseAddress("https://localhost") else { throw LoadFailure("no address") }
        return (try TimedRefusals(address, directory, merchants.map(\.shop)), merchants[0].id)
    }

    /// A merchant with two HMAC keys of one secret: the second has a name as an unknown one may have it.
    private func shop(_ vault: KeyVault, _ session: Session) throws -> (shop: TimedRefusals.Shop, id: Identifier) {
        let secrets = try MerchantSecrets.draw()
        var mint = IdentifierMint(lane: 0)
        let now = WallClock.now()
        let merchant = try MerchantEnrolment.run(
            mint.next(at: now), name: "Bench", secrets: secrets, by: "bench", vault, at: now, session)
        let key = MerchantKey(
            keyID: KeyAlgorithm.hmacSHA256.laterKeyID(of: merchant.pid), merchant: merchant.id,
            algorithm: .hmacSHA256, material: secrets.hmacKey)
        try MerchantStore.insert(try vault.sealed(key), at: now, session)
        return (TimedRefusals.Shop(pid: merchant.pid, secrets, keyID: key.keyID), merchant.id)
    }

    /// Both forms in an order that chance decides, each try timed by itself. Names of keys are laid out anew in memory
    /// again and again: there the layout is what chance decides about.
    private func measure(
        _ comparison: TimedRefusals.Comparison, _ refusals: TimedRefusals,
        _ forget: () throws(DatabaseFailure) -> Void
    ) throws -> TimingResult {
        note(comparison.rawValue)
        _ = try times(comparison, refusals, count: Self.warmUp)
        var layouts: [Times] = []
        for _ in 0..<max(1, samples / Self.layoutTries) {
            if comparison == .unknownKey { try forget() }
            layouts.append(try times(comparison, refusals, count: Self.layoutTries))
        }
        let all: Times = (layouts.flatMap(\.first), layouts.flatMap(\.second))
        let t =
            comparison == .unknownKey
            ? PairedTest.greatestT(layouts) : WelchTest.greatestT(all.first, all.second)
        guard let t else { throw LoadFailure("too few samples") }
        return TimingResult(
            comparison: comparison, samples: all.first.count + all.second.count,
            medians: (Self.median(all.first), Self.median(all.second)), t: t)
    }

    private typealias Times = (first: [UInt32], second: [UInt32])

    private func times(
        _ comparison: TimedRefusals.Comparison, _ refusals: TimedRefusals, count: Int
    ) throws(LoadFailure) -> Times {
        var times: Times = ([], [])
        var random = SystemRandomNumberGenerator()
        for _ in 0..<count {
            let isSecond = Bool.random(using: &random)
            let attempt = refusals.attempt(comparison, second: isSecond)
            let start = MonotonicTime.nanoseconds
            let isLetIn = attempt()
            let elapsed = UInt32(clamping: MonotonicTime.nanoseconds - start)
            guard !isLetIn else { throw LoadFailure("\(comparison.rawValue): a forged proof was taken") }
            if isSecond { times.second.append(elapsed) } else { times.first.append(elapsed) }
        }
        return times
    }

    private static func median(_ times: [UInt32]) -> UInt32 { times.isEmpty ? 0 : times.sorted()[times.count / 2] }
}
