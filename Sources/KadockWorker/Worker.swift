import Channels
import Deductions
import Docking
import FastCGI
import Logging
import MariaDB
import Merchants
import OpenSSL
import Settings
import Threading
import Values

/// A worker's parts, put together: FastCGI in front, the gateway, the engine, the database behind it.
final class Worker: Sendable {
    private let engine: Engine
    private let watch: DirectoryWatch
    private let publisher: MetricsPublisher
    private let sequencer: SequencerWatch?
    private let deliveries: DeliveryWatch?
    private let signIns: SignInPruner
    private let returns: ReturnWatch?
    private let audit: BalanceWatch?
    private let feed: FeedWatch
    private let server: FastCGIServer
    private let threads: GatewayThreads

    /// Starts everything but the reading of requests. The database may be away: then requests are told to come back.
    init(_ settings: WorkerSettings, _ log: Logger) throws(SettingsFailure) {
        guard let address = BaseAddress(settings.baseURL) else {
            throw SettingsFailure("base_url must be https://HOST[:PORT], not \(settings.baseURL)")
        }
        let platform = try PlatformKeys(settings)
        let listener = try Self.listen(settings.listen)
        let sessions = SessionPool(settings.database, size: settings.readSessions)
        let vault = KeyVault(SealingFolder(settings.secretsDirectory))
        let directory = MerchantDirectory(sessions: sessions, vault: vault) { Signer($0, of: $1, $2) }
        let engine = Engine(settings.engine(log), address: settings.database)
        let counters = ServerCounters()
        let audit = settings.checksBooks ? BalanceWatch(settings.database, worker: settings.name, log) : nil
        self.audit = audit
        let metrics = Metrics(sources: [
            { engine.families() }, { counters.families() }, { audit?.families() ?? [] },
        ])
        let board = MetricsBoard(directory: settings.metricsDirectory, worker: settings.name, metrics: metrics)
        let threads = GatewayThreads(
            waiting: WorkPool(name: "request", threads: settings.threads),
            finishing: WorkPool(name: "finish", threads: Self.finisherCount))
        self.threads = threads
        let records = DatabaseRecords(sessions, engine)
        let feed = FeedWatch(records, threads.waiting)
        self.feed = feed
        let gateway = Gateway(
            GatewayParts(
                address: address, directory: directory, desk: engine, records: records,
                pages: PageRecords(sessions, engine), signIn: SignInDesk(sessions, PINHasher(), log),
                policies: DatabasePolicyDesk(sessions), merchants: DatabaseMerchantDesk(sessions, vault),
                egress: settings.egress,
                platform: platform.platformSigner, signer: platform.signer, epaySigner: platform.epaySigner,
                platformKeys: platform.published,
                metrics: metrics, board: board, log: log, threads: threads, feed: feed, outgoing: settings.outgoing,
                offersSandbox: settings.offersSandbox,
                clock: { WallClock.now().microseconds / 1_000_000 }))
        let deadlineMilliseconds = settings.deadlineMilliseconds
        do throws(FastCGIFailure) {
            server = try FastCGIServer(
                listener: listener, waiters: threads.waiting, bodyLimit: Self.bodyLimit,
                onIncident: { log.report($0) }
            ) { fastCGI, requester in
                let request = Request(fastCGI, deadline: .milliseconds(deadlineMilliseconds))
                SeededTrap.pass(request)
                gateway.answer(request) { requester.answer(FastCGIResponse(bytes: $0.gatewayBytes)) }
            }
        } catch {
            throw SettingsFailure(error.description)
        }
        counters.watch(server)
        self.engine = engine
        watch = DirectoryWatch(directory, log)
        signIns = SignInPruner(settings.database)
        returns = settings.offersSandbox ? ReturnWatch(settings.database, engine, [SandboxChannel()], log) : nil
        publisher = MetricsPublisher(board)
        sequencer =
            settings.sequencesEvents ? SequencerWatch(settings.database, worker: settings.name, log) : nil
        deliveries =
            settings.sendsWebhooks
            ? DeliveryWatch(
                settings.database, vault, platform.webhookSigner, epaySigner: platform.epaySigner, settings.outgoing,
                log)
            : nil
    }

    /// It writes short answers only, which a socket takes at once; a second thread would double the wake-ups.
    private static let finisherCount = 1

    func start() { server.start() }

    /// Answers what has been accepted, commits what has been taken, and returns when all threads have ended.
    func stop() {
        feed.stop()
        server.stop()
        sequencer?.stop()
        returns?.stop()
        audit?.stop()
        engine.stop()
        threads.waiting.stop()
        threads.finishing.stop()
        watch.stop()
        publisher.stop()
        deliveries?.stop()
        signIns.stop()
    }

    private static func listen(_ address: ListenerAddress) throws(SettingsFailure) -> Listener {
        do throws(FastCGIFailure) {
            try FastCGILibrary.prepare()
            return try Listener(address)
        } catch {
            throw SettingsFailure(error.description)
        }
    }

    /// Bytes a body may have, by path. The gateway looks at each endpoint's own limit again.
    private static func bodyLimit(_ path: String) -> Int { path == "/v1/payments/bulk" ? 2 << 20 : 64 << 10 }
}

extension WorkerSettings {
    fileprivate func engine(_ log: Logger) -> EngineSettings {
        var settings = EngineSettings()
        settings.name = name
        settings.lanes = lanes
        settings.lane.batchLimit = batchLimit
        settings.log = log
        settings.prunesNonces = true
        return settings
    }
}

extension Logger {
    fileprivate func report(_ incident: FastCGIIncident) {
        switch incident {
        case .refused(let refusal):
            notice("connection refused", metadata: ["why": "\(refusal.rawValue)"])
        case .undelivered(let request):
            warning(
                "answer not delivered",
                metadata: ["request": "\(request["KADOCK_REQUEST_ID"] ?? "")", "path": "\(request.path)"])
        case .acceptFailed(let code):
            error("cannot accept connections", metadata: ["errno": "\(code)"])
        }
    }
}
