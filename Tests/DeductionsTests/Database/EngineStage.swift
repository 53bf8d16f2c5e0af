import Deductions
import DevStack
import Ledger
import MariaDB
import Merchants
import Payers
import Threading
import Values

/// A private database for the tests of the engine, and the means to fill it and to look at it.
final class EngineStage: Sendable {
    static let shared = Result { try EngineStage() }

    let server: DatabaseServer
    let address: DatabaseAddress
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        server = try DatabaseServer.start(in: directory.path)
        try server.migrate()
        address = try server.address(.worker)
    }

    func engine(lanes: Int = 2, name: String = "test", _ change: (inout EngineSettings) -> Void = { _ in }) -> Engine {
        var settings = EngineSettings()
        settings.lanes = lanes
        settings.name = name
        change(&settings)
        return Engine(settings, address: address)
    }

    /// The server's administrator.
    func administrator() throws -> Session { try Session(server.address()) }

    /// Two merchants and eight payers of their own for a test.
    func makeCast(_ engine: Engine, money: [Int64] = [4000, 900, 2000]) throws -> Cast {
        let session = try administrator()
        defer { session.close() }
        let merchants = try [makeMerchant(session), makeMerchant(session)]
        let rich = try money.map { try makePayer(engine, merchants[0], money: $0) }
        let cast = Cast(
            merchants: merchants, rich: rich, poor: try makePayer(engine, merchants[0], money: 15),
            blocked: try makePayer(engine, merchants[0], money: 0), platform: try makePayer(engine, nil, money: 1200),
            foreign: try makePayer(engine, merchants[1], money: 700),
            frozen: try makePayer(engine, merchants[0], money: 1500))
        _ = try session.execute("UPDATE wallet SET frozen = 1 WHERE payer_id = \(cast.frozen.number)")
        _ = try session.execute("UPDATE payer SET state = 'blocked' WHERE id = \(cast.blocked.number)")
        return cast
    }

    func makeMerchant(_ session: Session) throws -> Identifier {
        let id = Self.mint.withLock { $0.next(at: WallClock.now()) }
        // Tests run side by side: a pid of its own, not the next one.
        let merchant = Merchant(id: id, pid: id.number % 2_000_000_000, name: "店", state: .active)
        try MerchantStore.insert(merchant, keys: [], at: WallClock.now(), session)
        return id
    }

    func makePayer(_ engine: Engine, _ merchant: Identifier?, money: Int64) throws -> Identifier {
        let id = Self.mint.withLock { $0.next(at: WallClock.now()) }
        let pin = PIN(salt: Array(repeating: 1, count: 16), hash: Array(repeating: 2, count: 32))
        let order = PayerOrder(
            owner: merchant, login: "login-\(id.number)", pin: pin, currency: .cny, claim: nil, nonce: nil)
        guard case .answered(.payer(let view), _) = engine.submit(order, .milliseconds(20_000)) else {
            throw StageFailure.noPayer
        }
        guard money > 0 else { return view.payer.id }
        let topup = OperatorTopup(target: AccountKey(view.payer.id, .wallet, .cny), amount: money)
        guard case .answered(.topup, _) = engine.submit(topup, .milliseconds(20_000)) else {
            throw StageFailure.noMoney
        }
        return view.payer.id
    }

    private static let mint = Guarded(IdentifierMint(lane: 1000))

    /// The names of the invariants that do not hold.
    func brokenInvariants() throws -> [String] {
        let session = try administrator()
        defer { session.close() }
        return try Invariant.all.compactMap { invariant in
            try session.query(invariant.violations).isEmpty ? nil : invariant.name
        }
    }

    func wallet(_ payer: Identifier) throws -> Wallet? {
        let session = try administrator()
        defer { session.close() }
        return try WalletStore.wallets(of: payer, session).first
    }

    func payments(_ merchant: Identifier, outTradeNo: String) throws -> Int {
        let session = try administrator()
        defer { session.close() }
        return try session.query(
            """
            SELECT id FROM payment WHERE merchant_id = \(merchant.number) AND out_trade_no = \(Array(outTradeNo.utf8))
            """
        ).count
    }
}

enum StageFailure: Error { case noPayer, noMoney, child(String) }
