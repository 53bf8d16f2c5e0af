import Deductions
import Foundation
import JSON
import Logging
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

@testable import Docking

/// The gateway with stand-ins behind it, and merchants who can sign in front of it.
struct Counter {
    static let now: Int64 = 1_700_000_000
    static let aliceSecret = Array("alice's secret of thirty-two byte".utf8)

    let gateway: Gateway
    let desk: StandInDesk
    let platform: PrivateKey
    let board: MetricsBoard

    init(
        desk: StandInDesk = .capturing, records: StandInRecords = .init(), keysAreAway: Bool = false,
        egress: [String] = ["198.51.100.7"], epaySigner: EpayPlatformSigner? = nil
    ) throws {
        self.desk = desk
        platform = try PrivateKey.generateEd25519()
        func key(_ secret: [UInt8]) -> VerificationKey { .hmacSHA256(secret: secret) }
        let keys = KnownKeys(
            signers: [
                "alice": Signer(merchant: KnownKeys.alice, key: key(Self.aliceSecret)),
                "closed": Signer(merchant: KnownKeys.closed, key: key(Self.aliceSecret)),
            ],
            rings: [
                1001: KeyRing(
                    merchant: KnownKeys.alice,
                    keys: [
                        MerchantKey(
                            keyID: "1001-md5", merchant: KnownKeys.alice.id, algorithm: .md5,
                            material: Array(EpayShop().key.utf8))
                    ])
            ], isAway: keysAreAway)
        guard let address = BaseAddress(RequestSigner.base) else { throw SignatureFailure.invalid("address") }
        let metrics = Metrics()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        board = MetricsBoard(directory: folder.path, worker: "w1", metrics: metrics)
        gateway = Gateway(
            GatewayParts(
                address: address, directory: keys, desk: desk, records: records,
                pages: PageRecords(.nowhere, desk),
                signIn: SignInDesk(.nowhere, PINHasher(), Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
                policies: StandInPolicies(), merchants: StandInMerchants(), egress: egress,
                platform: PlatformSigner(key: platform, keyID: "platform"),
                signer: AnswerSigner(PlatformSigner(key: platform, keyID: "platform")), epaySigner: epaySigner,
                platformKeys: [PlatformKey(keyID: "platform", key: platform.publicKey)], metrics: metrics,
                board: board, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, threads: .test,
                feed: FeedWatch(records, GatewayThreads.test.waiting), outgoing: .local,
                offersSandbox: true,
                clock: { Self.now }))
    }

    var alice: RequestSigner { RequestSigner(key: .hmac(Self.aliceSecret), keyID: "alice") }

    /// A signed call of Alice's.
    func call(
        _ method: String, _ target: String, _ body: String? = nil, key: String? = nil
    ) throws -> Response {
        let headers = key.map { [(name: "idempotency-key", value: $0)] } ?? []
        return gateway.answer(try alice.signed(method, target, body: body, headers: headers))
    }

    /// A call that nobody signed.
    func unsigned(
        _ method: String, _ target: String, headers: [(name: String, value: String)] = [],
        body: Request.Body = .whole([]), isInternal: Bool = false
    ) -> Response {
        gateway.answer(
            Request(
                method: method, target: target, headers: Headers(headers), body: body, remoteAddress: "192.0.2.1",
                requestID: "r-1", isInternal: isInternal, deadline: .milliseconds(60_000)))
    }
}

extension StandInDesk {
    /// Captures every charge.
    static var capturing: StandInDesk {
        StandInDesk { command in
            guard let charge = command as? Charge else { return .answered(.refused(.notFound), replayed: false) }
            return .answered(.payment(.captured(charge.terms)), replayed: false)
        }
    }

    /// Always the same.
    static func answering(_ verdict: Verdict) -> StandInDesk { StandInDesk { _ in verdict } }
}

extension Payment {
    static let time = Timestamp(microseconds: 1_700_000_000_123_456)

    /// A payment that was captured in full under these terms.
    static func captured(_ terms: PaymentTerms, id: Int64 = 0x1234_5678_9abc_def0) -> Payment {
        var terms = terms
        terms.id = Identifier(id)
        terms.createdAt = time
        var standing = PaymentStanding(state: .captured, updatedAt: time)
        standing.captured = terms.money.minor
        return Payment(terms: terms, standing: standing)
    }

    static func sample(id: Int64, merchant: Identifier = KnownKeys.alice.id, outTradeNo: String = "T1") -> Payment {
        .captured(
            PaymentTerms(
                id: Identifier(id), merchant: merchant, payer: Identifier(77), outTradeNo: outTradeNo,
                mode: .realtime, requestedMode: nil, channel: "balance", money: Money(100, .cny), subject: "gems",
                scenario: nil, notifyURL: nil, returnURL: nil, client: nil, metadata: nil, createdAt: time), id: id)
    }
}

extension Response {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    var json: JSONValue? { try? JSONReader.parse(body) }

    /// The code of a problem document.
    var code: String? {
        guard header("content-type") == "application/problem+json", case .string(let type)? = json?["type"],
            json?["status"] == .integer(Int64(status)), type.hasPrefix("/problems/")
        else { return nil }
        return String(type.dropFirst("/problems/".count))
    }

    /// The fields that a problem document complains about.
    var faults: [String] {
        guard case .array(let errors)? = json?["errors"] else { return [] }
        return errors.compactMap { error in
            guard case .string(let field)? = error["field"], case .string? = error["reason"] else { return nil }
            return field
        }
    }
}

extension SessionPool {
    /// For gateways that nobody signs in at.
    fileprivate static let nowhere = SessionPool(
        DatabaseAddress(place: .socket(""), user: "", password: "", database: ""), size: 1)
}
