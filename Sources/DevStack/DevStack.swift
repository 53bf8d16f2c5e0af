import DemoShop
import Foundation
package import Threading

/// A whole Kadock on one machine, in one directory: a private MariaDB, workers and nginx, each started again within a
/// second when it dies, and all gone when this program goes. Any number of stacks run side by side.
package final class DevStack: Sendable {
    package let directory: RunDirectory
    /// What stands in `kadock.json`.
    package let description: StackDescription
    package let database: DatabaseServer
    package let workers: WorkerPool
    /// The workers that serve `/v1/events`.
    package let feeds: WorkerPool
    package let nginx: NginxServer
    /// The demo shop at `/demo`; nil: the stack has no demo.
    package let shop: ShopServer?
    /// Ends what is past its time; nil: nobody does.
    package let settle: SettleTimer?
    /// nginx's port on the loopback addresses.
    package let port: Int
    private let lock: StackLock

    private init(
        directory: RunDirectory, description: StackDescription, database: DatabaseServer, workers: WorkerPool,
        feeds: WorkerPool, nginx: NginxServer, shop: ShopServer?, settle: SettleTimer?, port: Int, lock: StackLock
    ) {
        self.directory = directory
        self.description = description
        self.database = database
        self.workers = workers
        self.feeds = feeds
        self.nginx = nginx
        self.shop = shop
        self.settle = settle
        self.port = port
        self.lock = lock
    }

    deinit { stop() }

    /// Starts a stack and returns when it serves. A directory that was used before keeps its data and its keys.
    package static func start(_ options: StackOptions) throws(StackFailure) -> DevStack {
        let programs = try StackPrograms.check(options)
        let directory = RunDirectory(options.directory)
        try directory.make()
        let lock = try StackLock.take(directory)
        do throws(StackFailure) {
            return try start(options, directory, programs: programs, lock)
        } catch {
            lock.release()
            throw error
        }
    }

    private static func start(
        _ options: StackOptions, _ directory: RunDirectory, programs: String, _ lock: StackLock
    ) throws(StackFailure) -> DevStack {
        var options = options
        if options.port == 0 { options.port = lastPort(of: directory) }
        // Lanes, four readers and five watches in each worker, twice over for a restart; operators and tests.
        options.database.maxConnections = max(
            options.database.maxConnections,
            (options.workers + options.feedWorkers) * 2 * (options.lanesPerWorker + 9) + 50)
        let keys = try StackKeys.prepare(directory)
        let database = try DatabaseServer.start(in: directory.path, options: options.database)
        try database.migrate()
        let (nginx, port, metricsPort, shopPort) = try startNginx(options, directory)
        let baseURL = "https://localhost:\(port)"
        let configuration = StackConfiguration(
            directory: directory, database: database.place, keys: keys, baseURL: baseURL,
            lanes: options.lanesPerWorker, sequencesEvents: options.sequencesEvents,
            checksBooks: options.checksBooks,
            sendsWebhooks: options.sendsWebhooks)
        try configuration.write()
        let demo = try demo(options, directory, keys, database)
        let worker = "\(programs)/kadock-worker"
        let workers = try WorkerPool(directory, name: "worker", program: worker, count: options.workers)
        let feeds = try WorkerPool(directory, name: "feed", program: worker, count: options.feedWorkers)
        let probe = ReadinessProbe(authorityFile: directory.authorityFile, port: port)
        guard probe.waits(for: "/readyz", .milliseconds(30_000)) else {
            throw .didNotStart(name: "kadock-worker", log: Files.tail(directory.log("worker-1")))
        }
        let shop = try shop(of: demo.merchants.first, directory, programs: programs, baseURL, notifyPort: shopPort)
        guard shop == nil || probe.waits(for: "/demo", .milliseconds(30_000)) else {
            throw .didNotStart(name: "kadock shop", log: Files.tail(directory.log("shop")))
        }
        let description = StackDescription(
            baseURL: baseURL, metricsURL: "http://127.0.0.1:\(metricsPort)/metrics",
            authorityFile: directory.authorityFile, configurationFile: directory.operatorFile,
            databaseSocket: database.place.socket, databaseName: DatabaseServer.database, operatorLogin: "operator",
            operatorPassword: String(decoding: try Files.read(keys.operatorPasswordFile), as: UTF8.self),
            merchants: demo.merchants, payers: demo.payers)
        try Files.write(description.json, to: directory.descriptionFile)
        try lock.markReady()
        let settle = options.settleSeconds.map { seconds in
            SettleTimer(directory, program: "\(programs)/kadock-settle", periodMilliseconds: seconds * 1_000)
        }
        return DevStack(
            directory: directory, description: description, database: database, workers: workers, feeds: feeds,
            nginx: nginx, shop: shop, settle: settle, port: port, lock: lock)
    }

    /// The port that the directory's stack had before, if it is still free; else 0.
    private static func lastPort(of directory: RunDirectory) -> Int {
        guard let last = try? StackDescription.read(directory),
            let port = Int(last.baseURL.split(separator: ":").last ?? ""),
            !FreePort.isTaken(port)
        else { return 0 }
        return port
    }

    /// The port that the directory's shop had before, if it is still free: orders that wait name it.
    private static func lastShopPort(of directory: RunDirectory) -> Int? {
        guard let last = try? ShopSettings(file: directory.shopFile), let port = last.notifyPort,
            !FreePort.isTaken(port)
        else { return nil }
        return port
    }

    /// Opens the shop of a demo merchant; nil: there is none.
    private static func shop(
        of merchant: DemoMerchant?, _ directory: RunDirectory, programs: String, _ baseURL: String, notifyPort: Int?
    ) throws(StackFailure) -> ShopServer? {
        guard let merchant, let notifyPort else { return nil }
        let settings = ShopSettings(
            gateway: baseURL, authorityFile: directory.authorityFile, pid: merchant.pid, md5Key: merchant.md5Key,
            notifyURL: "http://127.0.0.1:\(notifyPort)/demo/notify", address: baseURL, folder: directory.shopFolder)
        return try ShopServer(directory, program: "\(programs)/kadock", settings: settings)
    }

    /// Starts nginx on the wanted port, or on free ones until it succeeds.
    private static func startNginx(
        _ options: StackOptions, _ directory: RunDirectory
    ) throws(StackFailure) -> (NginxServer, port: Int, metricsPort: Int, shopPort: Int?) {
        if options.port != 0, FreePort.isTaken(options.port) {
            throw .refused("port \(options.port) is in use; --port 0 takes a free one")
        }
        for _ in 0..<5 {
            let port = options.port == 0 ? FreePort.any() : options.port
            let metricsPort = FreePort.any(excluding: port)
            let shopPort =
                options.demo ? lastShopPort(of: directory) ?? FreePort.any(excluding: port, metricsPort) : nil
            try NginxPlace(
                directory: directory, port: port, metricsPort: metricsPort, workers: options.workers,
                feedWorkers: options.feedWorkers, shopPort: shopPort
            ).write()
            let nginx = try NginxServer(directory)
            let probe = ReadinessProbe(authorityFile: directory.authorityFile, port: port)
            // nginx answers this one itself: there are no workers yet.
            let deadline = Deadline.milliseconds(5_000)
            while !deadline.isPast, nginx.restarts == 0 {
                if (try? probe.status(of: "/metrics")) == 404 { return (nginx, port, metricsPort, shopPort) }
                Thread.sleep(forTimeInterval: 0.02)
            }
            nginx.stop()
        }
        throw .didNotStart(name: "nginx", log: Files.tail(directory.log("nginx")))
    }

    private static func demo(
        _ options: StackOptions, _ directory: RunDirectory, _ keys: StackKeys, _ database: DatabaseServer
    ) throws(StackFailure) -> Demo {
        if Files.exists(directory.demoFile) { return try Demo.read(directory.demoFile) }
        guard options.demo else { return Demo() }
        let demo = try DemoMaker.make(directory, keys, database.address(.admin))
        try demo.write(to: directory.demoFile)
        return demo
    }

    /// Waits until the stack serves, after something of it was killed; false: not in time.
    package func waitUntilReady(_ deadline: Deadline = .milliseconds(30_000)) -> Bool {
        let probe = ReadinessProbe(authorityFile: directory.authorityFile, port: port)
        return probe.waits(for: "/readyz", times: 2 * max(1, workers.processIDs.count), deadline)
    }

    /// Ends everything in order: nginx first, so that no request is cut off. Calling again does nothing.
    package func stop() {
        settle?.stop()
        nginx.stop()
        shop?.stop()
        feeds.stop()
        workers.stop()
        database.stop()
        lock.release()
    }
}
