import Deductions
import Logging
import MariaDB
import OpenSSL
import Payers
import Testing
import Threading
import Values

@testable import Docking

/// Desks on the real database, with a clock that a test sets, and how many PINs were looked at.
final class PINLobby: Sendable {
    static let pin = "908172"

    let counter: RealCounter
    let login: String
    /// nil: nobody has this login.
    let payer: Identifier?
    /// An internet address that no other test uses.
    let address: String
    let clock = Guarded(WallClock.now().microseconds)
    let looks = Guarded(0)
    let lines = Guarded<[String]>([])

    init(isKnown: Bool = true) throws {
        counter = try RealCounter.shared.get()
        let number = counter.next()
        login = "signing-\(number)"
        address = "2001:db8:1:\(String(number, radix: 16))::1"
        payer = isKnown ? Identifier(0x2000_0000_0000_0000 + Int64(number) << 22) : nil
        guard let payer else { return }
        let made = Payer(id: payer, merchant: nil, login: login, state: .active, createdAt: WallClock.now())
        let credential = try Self.credential.get()
        try database { session throws(DatabaseFailure) in
            try PayerStore.insert([NewPayer(payer: made, pin: credential)], session)
        }
    }
    private static let credential = Result { try PIN(digits: pin) }

    /// A desk as another worker, or the same one started anew, has it.
    func desk() -> SignInDesk {
        let hasher = PINHasher { [looks] pin, digits throws(OpenSSLFailure) in
            looks.withLock { $0 += 1 }
            return try pin.matches(digits)
        }
        var log = Logger(label: "lobby") { [lines] _ in LineHandler(lines: lines) }
        log.logLevel = .info
        return SignInDesk(SessionPool(counter.worker, size: 2), hasher, log) { [self] in now }
    }

    var now: Timestamp { Timestamp(microseconds: clock.withLock { $0 }) }

    func pass(seconds: Int64) { clock.withLock { $0 += seconds * 1_000_000 } }

    func signIn(
        _ pin: String, as request: String? = nil, from address: String? = nil, at desk: SignInDesk? = nil
    ) throws -> SignInAnswer {
        try (desk ?? self.desk()).signIn(
            login: login, merchant: nil, pin: pin, address: address ?? self.address,
            requestID: request ?? "request-\(counter.next())", deadline: Self.deadline)
    }

    /// A session and its token.
    func signedIn() throws -> (session: PayerSession, token: String) {
        guard case .signedIn(let session, let token) = try signIn(Self.pin) else {
            throw SignatureFailure.invalid("not signed in")
        }
        return (session, token)
    }

    func session(_ token: String) throws -> PayerSession? {
        guard let token = SessionToken(text: token) else { return nil }
        return try desk().session(of: token, deadline: Self.deadline)
    }

    @discardableResult
    func database<Value>(_ body: (Session) throws(DatabaseFailure) -> Value) throws -> Value {
        let session = try Session(counter.address)
        defer { session.close() }
        return try body(session)
    }

    static var deadline: Deadline { .milliseconds(60_000) }
}

private struct LineHandler: LogHandler {
    let lines: Guarded<[String]>
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let told = event.metadata.map { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ") } ?? ""
        lines.withLock { $0.append("\(event.message) \(told)") }
    }
}
