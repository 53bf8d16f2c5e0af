import FastCGI
import HTTPClient
import Logging
import MariaDB
import Settings

/// What a worker is told by its configuration.
struct WorkerSettings {
    /// Named in logs, metrics and the database's lane rows.
    let name: String
    /// Where the world finds the gateway: `https://pay.example.com`.
    let baseURL: String
    let listen: ListenerAddress
    /// Threads for requests that wait for the database or compute for long.
    let threads: Int
    /// Lanes: threads that decide, each with a database session.
    let lanes: Int
    /// Commands in one transaction at most.
    let batchLimit: Int
    /// Milliseconds a request waits for its answer.
    let deadlineMilliseconds: Int
    /// Whether it takes part in giving events their positions.
    let sequencesEvents: Bool
    /// Whether it sends webhooks and epay notifications.
    let sendsWebhooks: Bool
    /// Whether it takes part in checking the books.
    let checksBooks: Bool
    /// Where webhooks may lead: to `public` web servers by https, or also to this machine and by http (`local`).
    let outgoing: URLRules
    /// Whether payments can be tried out through a channel that moves no real money.
    let offersSandbox: Bool
    let database: DatabaseAddress
    /// Sessions for reading, shared by the threads that may wait.
    let readSessions: Int
    let ed25519KeyID: String
    /// PEM.
    let ed25519PrivateKey: [UInt8]
    let rsaKeyID: String
    /// PEM; nil without such a key.
    let rsaPrivateKey: [UInt8]?
    /// Where the key files lie that merchants' secrets are sealed under.
    let secretsDirectory: String
    /// The addresses and networks that we call from: merchants are told them, nothing else.
    let egress: [String]
    /// Where the workers of this machine hang out their counters.
    let metricsDirectory: String
    let logLevel: Logger.Level

    init(_ settings: borrowing Settings) throws(SettingsFailure) {
        name = try settings.text("name") ?? "worker"
        baseURL = try settings.requiredText("base_url")
        let listenText = try settings.requiredText("listen")
        guard let listen = ListenerAddress(text: listenText) else {
            throw SettingsFailure("listen must be unix:PATH, tcp:HOST:PORT or inherited, not \(listenText)")
        }
        self.listen = listen
        threads = try settings.number("threads", in: 1...256) ?? 32
        lanes = try settings.number("lanes", in: 1...64) ?? 2
        batchLimit = try settings.number("batch_limit", in: 1...1_024) ?? 128
        deadlineMilliseconds = try settings.number("deadline_ms", in: 10...60_000) ?? 1_000
        sequencesEvents = try Self.isOn("sequencer", settings)
        sendsWebhooks = try Self.isOn("webhooks", settings)
        checksBooks = try Self.isOn("audit", settings)
        outgoing = try Self.outgoing(settings)
        offersSandbox = try Self.isOn("sandbox", settings, otherwise: "off")
        database = try Self.database(settings)
        readSessions = try settings.number("database.read_sessions", in: 1...256) ?? 4
        ed25519KeyID = try settings.requiredText("platform.ed25519_key_id")
        ed25519PrivateKey = try settings.secret("platform.ed25519_private_key_file")
        rsaKeyID = try settings.text("platform.rsa_key_id") ?? "platform-rsa"
        let hasRSA = try settings.text("platform.rsa_private_key_file") != nil
        rsaPrivateKey = hasRSA ? try settings.secret("platform.rsa_private_key_file") : nil
        secretsDirectory = try settings.requiredText("secrets.directory")
        egress = try Self.egress(settings)
        metricsDirectory = try settings.requiredText("metrics_directory")
        let level = try settings.text("log_level") ?? "info"
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw SettingsFailure("log_level must be trace, debug, info, notice, warning, error or critical")
        }
        self.logLevel = logLevel
        try settings.refuseUnknown(foreign: SeededTrap.variables)
    }

    /// Something that is `on` or `off`.
    private static func isOn(
        _ key: String, _ settings: borrowing Settings, otherwise usual: String = "on"
    ) throws(SettingsFailure) -> Bool {
        let text = try settings.text(key) ?? usual
        guard ["on", "off"].contains(text) else { throw SettingsFailure("\(key) must be on or off, not \(text)") }
        return text == "on"
    }

    /// `198.51.100.7, 2001:db8::/64`
    private static func egress(_ settings: borrowing Settings) throws(SettingsFailure) -> [String] {
        let all = (try settings.text("egress") ?? "").split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard let wrong = all.first(where: { IPNetwork($0) == nil }) else { return all }
        throw SettingsFailure("egress must be addresses and networks with commas between them, not \(wrong)")
    }

    private static func outgoing(_ settings: borrowing Settings) throws(SettingsFailure) -> URLRules {
        let text = try settings.text("outgoing") ?? "public"
        switch text {
        case "public": return .outgoing(allowsCleartext: false, addresses: .publicOnly)
        case "local": return .outgoing(allowsCleartext: true, addresses: .publicAndLoopback)
        default: throw SettingsFailure("outgoing must be public or local, not \(text)")
        }
    }

    private static func database(_ settings: borrowing Settings) throws(SettingsFailure) -> DatabaseAddress {
        let socket = try settings.text("database.socket")
        let host = try settings.text("database.host")
        let port = try settings.number("database.port", in: 1...65_535)
        let place: DatabaseAddress.Place
        switch (socket, host) {
        case (let socket?, nil) where port == nil: place = .socket(socket)
        case (nil, let host?): place = .tcp(host, UInt16(port ?? 3_306))
        default:
            throw SettingsFailure("the database is either at database.socket or at database.host and database.port")
        }
        return DatabaseAddress(
            place: place, user: try settings.text("database.user") ?? "kadock_worker",
            password: String(decoding: try settings.secret("database.password_file"), as: UTF8.self),
            database: try settings.text("database.name") ?? "kadock",
            authorityFile: try settings.text("database.authority_file"))
    }
}
