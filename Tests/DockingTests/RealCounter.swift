import Deductions
import DevStack
import Events
import Glibc
import JSON
import Ledger
import Logging
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

@testable import Docking

/// The gateway as a worker has it, on a private database, with two merchants who have money.
final class RealCounter: Sendable {
    static let shared = Result { try RealCounter() }
    /// With a database in which nobody else is told of events.
    static let telling = Result { try RealCounter() }
    /// Likewise, for epay shops.
    static let notifying = Result { try RealCounter() }

    let gateway: Gateway
    let directory: MerchantDirectory<Signer>
    let vault: KeyVault
    let platform: PrivateKey
    let platformRSA: PrivateKey
    let address: DatabaseAddress
    /// What a worker enters the database as.
    let worker: DatabaseAddress
    private let engine: Engine
    private let server: DatabaseServer
    private let folder: TemporaryDirectory
    private let count = Guarded<Int>(0)
    /// Gives events their positions for as long as the tests run.
    private let sequencer: JoinableThread

    private init() throws {
        folder = try TemporaryDirectory()
        server = try DatabaseServer.start(in: folder.path)
        _ = try server.migrate()
        address = server.address()
        worker = try server.address(.worker)
        var settings = EngineSettings()
        settings.name = "docking"
        engine = Engine(settings, address: worker)
        sequencer = JoinableThread(name: "sequencer") { [worker] in
            let sequencer = Sequencer(worker, holder: "docking")
            while true {
                _ = try? sequencer.pass()
                usleep(10_000)
            }
        }
        let sessions = SessionPool(worker, size: 2)
        vault = KeyVault(SealingFolder(folder.path + "/secrets"))
        _ = try vault.folder.add()
        directory = MerchantDirectory(sessions: sessions, vault: vault) { Signer($0, of: $1, $2) }
        guard let base = BaseAddress(RequestSigner.base) else { throw SignatureFailure.invalid("address") }
        let metrics = Metrics()
        platform = try PrivateKey.generateEd25519()
        platformRSA = try PrivateKey.generateRSA()
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        gateway = Gateway(
            GatewayParts(
                address: base, directory: directory, desk: engine, records: DatabaseRecords(sessions, engine),
                pages: PageRecords(sessions, engine), signIn: SignInDesk(sessions, PINHasher(), log),
                policies: DatabasePolicyDesk(sessions), merchants: DatabaseMerchantDesk(sessions, vault),
                egress: [],
                platform: PlatformSigner(key: platform, keyID: "platform"),
                signer: AnswerSigner(PlatformSigner(key: platform, keyID: "platform")),
                epaySigner: EpayPlatformSigner(platformRSA),
                platformKeys: [],
                metrics: metrics, board: MetricsBoard(directory: folder.path, worker: "w1", metrics: metrics),
                log: log, threads: .test,
                feed: FeedWatch(DatabaseRecords(sessions, engine), GatewayThreads.test.waiting), outgoing: .local,
                offersSandbox: true,
                clock: { WallClock.now().microseconds / 1_000_000 }))
    }

    /// What the engine makes of a command.
    func submit(_ command: any Command) -> Verdict { engine.submit(command, .milliseconds(30_000)) }

    /// A number that no other call gets.
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    /// A new merchant with 10^9 available CNY cents.
    func merchant() throws -> (merchant: Merchant, signer: RequestSigner) {
        let number = next()
        let id = Identifier(0x1000_0000_0000_0000 + Int64(number) << 22)
        let merchant = Merchant(id: id, pid: Int64(2000 + number), name: "Shop \(number)", state: .active)
        let secret = SecureRandom.bytes(32)
        let key = MerchantKey(keyID: "key-\(number)", merchant: id, algorithm: .hmacSHA256, material: secret)
        let epayKey = MerchantKey(
            keyID: "epay-\(number)", merchant: id, algorithm: .md5, material: Array(EpayShop.key(of: merchant).utf8))
        let session = try Session(address)
        defer { session.close() }
        try MerchantStore.insert(merchant, keys: [key, epayKey], at: WallClock.now(), session)
        let topup = OperatorTopup(target: AccountKey(id, .available, .cny), amount: 1_000_000_000)
        guard case .answered(.topup, _) = engine.submit(topup, .milliseconds(30_000)) else {
            throw SignatureFailure.invalid("no money")
        }
        return (merchant, RequestSigner(key: .hmac(secret), keyID: key.keyID))
    }

    /// Another key of a merchant's.
    func key(of merchant: Merchant) throws -> RequestSigner {
        let secret = SecureRandom.bytes(32)
        let key = MerchantKey(
            keyID: "key-\(next())-more", merchant: merchant.id, algorithm: .hmacSHA256, material: secret)
        let session = try Session(address)
        defer { session.close() }
        try MerchantStore.insert(key, at: WallClock.now(), session)
        return RequestSigner(key: .hmac(secret), keyID: key.keyID)
    }

    /// The name of the key that the merchant's epay shop has.
    func epayKeyID(of merchant: Merchant) -> String { "epay-\(merchant.pid - 2000)" }

    /// An epay request as a browser or a shop's server makes it: a GET with a query, or a POST with a form.
    func epay(_ method: String, _ path: String, _ fields: String) -> Response {
        let isForm = method == "POST"
        return gateway.answer(
            Request(
                method: method, target: isForm ? path : path + "?" + fields,
                headers: Headers(isForm ? [(name: "content-type", value: "application/x-www-form-urlencoded")] : []),
                body: .whole(isForm ? Array(fields.utf8) : []), remoteAddress: "192.0.2.1", requestID: "r-1",
                isInternal: false, deadline: .milliseconds(60_000)))
    }

    /// Has a payer pay a payment that waits for somebody to do so.
    func pay(_ payment: Identifier, of merchant: Identifier, by payer: Identifier) throws {
        let consent = Consent(payment: payment, merchant: merchant, payer: payer)
        guard case .answered(.payment(let paid), _) = engine.submit(consent, .milliseconds(30_000)),
            paid.standing.state == .captured
        else { throw SignatureFailure.invalid("not paid") }
    }

    /// A call signed now, with a nonce of its own unless one is given.
    func call(
        _ signer: RequestSigner, _ method: String, _ target: String, _ body: String? = nil, key: String? = nil,
        nonce: String? = nil
    ) throws -> Response {
        try call(signer, method, target, bytes: body.map { Array($0.utf8) }, key: key, nonce: nonce)
    }

    /// The same with a body of any bytes.
    func call(
        _ signer: RequestSigner, _ method: String, _ target: String, bytes: [UInt8]?, key: String? = nil,
        nonce: String? = nil
    ) throws -> Response {
        var signer = signer
        signer.created = WallClock.now().microseconds / 1_000_000
        signer.nonce = nonce ?? "n-\(next())"
        let headers = key.map { [(name: "idempotency-key", value: $0)] } ?? []
        return gateway.answer(try signer.signed(method, target, bytes: bytes, headers: headers))
    }

    /// A payer of the signer's with so much money; its identifier.
    func payer(_ signer: RequestSigner, money: Int) throws -> String {
        let number = next()
        let made = try call(
            signer, "POST", "/v1/payers", #"{"login":"payer-\#(number)","pin":"123456","currency":"CNY"}"#,
            key: "payer-\(number)")
        guard made.status == 201, case .string(let id)? = made.json?["id"] else {
            throw SignatureFailure.invalid(String(decoding: made.body, as: UTF8.self))
        }
        let topup = try call(
            signer, "POST", "/v1/payers/\(id)/topups", #"{"amount":\#(money),"currency":"CNY"}"#,
            key: "topup-\(number)")
        guard topup.status == 201 else {
            throw SignatureFailure.invalid(String(decoding: topup.body, as: UTF8.self))
        }
        return id
    }

    /// Makes the refunds of a payment older.
    func age(refundsOf tradeNo: String, seconds: Int64) throws {
        let session = try Session(address)
        defer { session.close() }
        _ = try session.execute(
            """
            UPDATE refund SET created_at = created_at - \(seconds * 1_000_000)
            WHERE payment_id = \(Identifier(decimal: tradeNo)?.number)
            """)
    }

    /// The names of the invariants that do not hold.
    func brokenInvariants() throws -> [String] {
        let session = try Session(address)
        defer { session.close() }
        return try Invariant.all.compactMap { invariant in
            try session.query(invariant.violations).isEmpty ? nil : invariant.name
        }
    }
}
