import Policies
import Deductions
import DevStack
import Foundation
import JSON
import Ledger
import MariaDB
import Merchants
import Payers
import Threading
import Values

/// A database with a merchant, an engine that fills it, and `kadock-settle` to end what is over.
final class SettleRoom: Sendable {
    /// What the program came to.
    struct Ended {
        let status: Int32
        let isKilled: Bool
        let output: String
        let complaint: String

        /// The members of the one line it prints.
        subscript(_ key: String) -> Int? {
            let lines = output.split(separator: "\n")
            guard lines.count == 1, let line = try? JSONReader.parse(Array(lines[0].utf8)),
                case .integer(let number) = line[key]
            else { return nil }
            return Int(number)
        }
    }

    let server: DatabaseServer
    let directory: TemporaryDirectory
    let engine: Engine
    let merchant: Identifier
    private let mint = Guarded(IdentifierMint(lane: 1000))

    var configuration: String { directory.path + "/settle.json" }

    var statements: String { directory.path + "/statements" }

    init() throws {
        directory = try TemporaryDirectory()
        server = try DatabaseServer.start(in: directory.path)
        try server.migrate()
        engine = Engine(EngineSettings(), address: try server.address(.worker))
        merchant = mint.withLock { $0.next(at: WallClock.now()) }
        let session = try Session(server.address())
        defer { session.close() }
        let shop = Merchant(id: merchant, pid: 1_001, name: "店", state: .active)
        try MerchantStore.insert(shop, keys: [], at: WallClock.now(), session)
        try write(["name": "test"])
    }

    deinit { engine.stop() }

    /// Writes the program's configuration, with these keys beside the database's.
    func write(_ settings: [String: Any]) throws {
        var all: [String: Any] = [
            "database.socket": server.place.socket, "database.password_file": server.place.passwordFile(.settle),
            "statements_directory": statements,
        ]
        all.merge(settings) { $1 }
        try JSONSerialization.data(withJSONObject: all).write(to: URL(filePath: configuration))
    }

    /// `kadock`, as an operator of this room's database, to its end.
    func kadock(_ arguments: String..., environment: [String: String] = [:]) throws -> Ended {
        try kadock(arguments, environment: environment)
    }

    /// `kadock`, as an operator of this room's database, to its end.
    func kadock(_ arguments: [String], environment: [String: String] = [:]) throws -> Ended {
        let file = directory.path + "/operator.json"
        let all: [String: Any] = [
            "database.socket": server.place.socket, "database.password_file": server.place.passwordFile(.admin),
            "database.user": DatabaseAccount.admin.rawValue, "database.name": "kadock",
        ]
        try JSONSerialization.data(withJSONObject: all).write(to: URL(filePath: file))
        return end(try start(arguments + ["--config", file], program: "kadock", environment: environment))
    }

    func payer(_ money: Int64) throws -> Identifier {
        let login = mint.withLock { $0.next(at: WallClock.now()) }.text
        let pin = PIN(salt: Array(repeating: 1, count: 16), hash: Array(repeating: 2, count: 32))
        let order = PayerOrder(owner: merchant, login: login, pin: pin, currency: .cny, claim: nil, nonce: nil)
        guard case .answered(.payer(let view), _) = engine.submit(order, .milliseconds(20_000)),
            case .answered(.topup, _) = engine.submit(
                OperatorTopup(target: AccountKey(view.payer.id, .wallet, .cny), amount: money), .milliseconds(20_000))
        else { throw StackFailure.refused("no payer") }
        return view.payer.id
    }

    /// Sets money of a payer aside; of nobody's: makes a payment that waits.
    func payment(
        _ payer: Identifier?, _ amount: Int64, holdSeconds: Int64? = nil, queue: QueueTerms? = nil,
        policy: PolicyTerms? = nil, currency: Currency = .cny, number: String? = nil
    ) throws -> Payment {
        let no = number ?? mint.withLock { $0.next(at: WallClock.now()) }.text
        let terms = PaymentTerms(
            id: .system, merchant: merchant, payer: payer, outTradeNo: no,
            mode: queue != nil ? .batch : holdSeconds == nil ? .realtime : .preauth,
            requestedMode: nil, hold: holdSeconds.map { HoldTerms(seconds: $0, capturer: .merchant) }, policy: policy,
            channel: "balance", money: Money(amount, currency), subject: "点卡", scenario: nil, notifyURL: nil,
            returnURL: nil, client: nil, metadata: nil, createdAt: Timestamp(microseconds: 0))
        let claim = Claim(
            merchant: merchant, kind: .payment, key: Array(no.utf8), digest: Array(repeating: 1, count: 32))
        let verdict = engine.submit(
            Charge(terms: terms, queue: queue, claim: claim, nonce: nil), .milliseconds(20_000))
        guard case .answered(.payment(let payment), _) = verdict else { throw StackFailure.refused("\(verdict)") }
        return payment
    }

    /// A payment that waits for the window so many seconds after the start of 2026.
    @discardableResult
    func queue(
        _ payer: Identifier, _ amount: Int64, window: Int64, reserves: Bool = false, tries: Int64 = 3
    ) throws -> Payment {
        let queue = QueueTerms(
            window: Self.window(window), reserves: reserves, exposureMinor: nil, tries: tries)
        return try payment(payer, amount, queue: queue)
    }

    static func window(_ seconds: Int64) -> Timestamp {
        Timestamp(microseconds: (1_767_225_600 + seconds) * 1_000_000)
    }

    /// Reads as the database's administrator.
    func query(_ sql: SQL) throws -> [Row] {
        let session = try Session(server.address())
        defer { session.close() }
        return try session.query(sql)
    }

    func execute(_ sql: SQL) throws {
        let session = try Session(server.address())
        defer { session.close() }
        _ = try session.execute(sql)
    }

    func brokenInvariants() throws -> [String] {
        let session = try Session(server.address())
        defer { session.close() }
        return try Invariant.violated(session)
    }

    func start(
        _ arguments: [String], program: String = "kadock-settle", environment: [String: String] = [:]
    ) throws -> (Process, Pipe, Pipe) {
        try start(arguments, at: Programs.directory.appendingPathComponent(program), environment: environment)
    }

    private func start(
        _ arguments: [String], at program: URL, environment: [String: String] = [:]
    ) throws -> (Process, Pipe, Pipe) {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let (output, complaint) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaint
        try process.run()
        return (process, output, complaint)
    }

    /// Starts `kadock-settle` on a machine whose clock is wrong by so much, as `+1d`.
    func start(clockOff offset: String, _ arguments: [String]) throws -> (Process, Pipe, Pipe) {
        let program = Programs.directory.appendingPathComponent("kadock-settle").path
        return try start(["-f", offset, program] + arguments, at: URL(filePath: "/usr/bin/faketime"))
    }

    func end(_ started: (Process, Pipe, Pipe)) -> Ended {
        let words = started.1.fileHandleForReading.readDataToEndOfFile()
        let complaints = started.2.fileHandleForReading.readDataToEndOfFile()
        started.0.waitUntilExit()
        return Ended(
            status: started.0.terminationStatus, isKilled: started.0.terminationReason == .uncaughtSignal,
            output: String(decoding: words, as: UTF8.self), complaint: String(decoding: complaints, as: UTF8.self))
    }

    /// `kadock-settle run` with this room's configuration, to its end.
    func run(_ more: String..., environment: [String: String] = [:]) throws -> Ended {
        end(try start(["run", "--config", configuration] + more, environment: environment))
    }

    /// `kadock-settle payout` with this room's configuration, to its end.
    func payout(_ more: String..., environment: [String: String] = [:]) throws -> Ended {
        end(try start(["payout", "--config", configuration] + more, environment: environment))
    }

    /// `kadock-settle report` with this room's configuration, to its end.
    func report(_ more: String...) throws -> Ended {
        end(try start(["report", "--config", configuration] + more))
    }

    /// `kadock-settle expire` with this room's configuration, to its end.
    func expire(_ more: String..., environment: [String: String] = [:]) throws -> Ended {
        end(try start(["expire", "--config", configuration] + more, environment: environment))
    }
}
