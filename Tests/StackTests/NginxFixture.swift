import DevStack
import FastCGI
import Foundation
import OpenSSL
import Threading

/// nginx with our configuration, before FastCGI servers of the test instead of workers.
final class NginxFixture: Sendable {
    /// What a stand-in worker is asked, and which of them was asked.
    struct Seen: Sendable {
        let worker: Int
        let request: FastCGIRequest

        /// Names that nginx sets itself: not made from a client's headers, nor libfcgi's own.
        var ownNames: Set<String> {
            Set(request.parameters.map(\.name).filter { !$0.hasPrefix("HTTP_") && $0 != "FCGI_ROLE" })
        }
        var body: [UInt8] { if case .whole(let bytes) = request.body { bytes } else { [] } }
    }

    let directory: RunDirectory
    let client: RawHTTPS
    let metricsPort: Int
    private let home: TemporaryDirectory
    private let nginx: NginxServer
    private let servers: [FastCGIServer]
    private let pool = WorkPool(name: "test", threads: 8)
    private let requests: Guarded<[Seen]>

    /// All requests that reached a worker, in the order they came.
    var seen: [Seen] { requests.withLock { $0 } }

    /// Connections that nginx has opened to the workers.
    var connectionsSoFar: Int { servers.reduce(0) { $0 + $1.statistics.connections } }

    /// `limits` replaces limits.conf. `answer` gives the CGI answer of a stand-in worker, counted from 1.
    init(
        workers: Int = 2, limits: String? = nil,
        answer: @escaping @Sendable (Seen) -> String = { _ in "Status: 200 OK\r\nContent-Type: text/plain\r\n\r\nok" }
    ) throws {
        home = try TemporaryDirectory()
        directory = RunDirectory("\(home.path)/n")
        try directory.make()
        let authority = try CertificateAuthority(name: "test", validDays: 1)
        let leaf = try authority.issue(names: ["localhost"], addresses: ["127.0.0.1"], validDays: 1)
        try Data(authority.certificatePEM).write(to: URL(filePath: directory.authorityFile))
        try Data(leaf.certificatePEM).write(to: URL(filePath: "\(directory.path)/tls/server.crt"))
        try Data(leaf.privateKeyPEM).write(to: URL(filePath: "\(directory.path)/tls/server.key"))
        let requests = Guarded<[Seen]>([])
        self.requests = requests
        var servers: [FastCGIServer] = []
        let pool = pool
        for number in 0..<workers {
            let listener = try Listener(.unix(path: "\(directory.path)/run/worker-\(number + 1).sock"))
            let server = try FastCGIServer(listener: listener, waiters: pool, bodyLimit: { _ in 4 << 20 }) {
                request, requester in
                let seen = Seen(worker: number + 1, request: request)
                requests.withLock { $0.append(seen) }
                pool.run { requester.answer(FastCGIResponse(bytes: Self.withLength(answer(seen)))) }
            }
            server.start()
            servers.append(server)
        }
        self.servers = servers
        let port = FreePort.any()
        metricsPort = FreePort.any(excluding: port)
        let place = NginxPlace(
            directory: directory, port: port, metricsPort: metricsPort, workers: max(1, workers), feedWorkers: 1)
        try place.write()
        if let limits { try Data(limits.utf8).write(to: URL(filePath: "\(directory.path)/conf/nginx/limits.conf")) }
        nginx = try NginxServer(directory)
        client = RawHTTPS(port: port, authorityFile: directory.authorityFile)
        let deadline = Deadline.milliseconds(10_000)
        while (try? client.request("GET", "/metrics"))?.status != 404 {
            guard !deadline.isPast else { throw StackFailure.didNotStart(name: "nginx", log: "") }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// A worker says how long its answer is; otherwise nginx sends it in chunks.
    private static func withLength(_ answer: String) -> [UInt8] {
        guard let end = answer.firstRange(of: "\r\n\r\n") else { return Array(answer.utf8) }
        let body = answer[end.upperBound...]
        return Array("\(answer[..<end.lowerBound])\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }

    deinit { stop() }

    func stop() {
        nginx.stop()
        for server in servers { server.stop() }
        pool.stop()
    }

    /// Everything nginx has written to its logs, once all the texts are there: each of its processes has a buffer.
    func logs(containing texts: String...) -> String {
        let deadline = Deadline.milliseconds(10_000)
        var all = ""
        repeat {
            Thread.sleep(forTimeInterval: 0.05)
            all = ["access", "nginx-error", "nginx"].map { name in
                String(decoding: FileManager.default.contents(atPath: directory.log(name)) ?? Data(), as: UTF8.self)
            }.joined()
        } while !texts.allSatisfy(all.contains) && !deadline.isPast
        return all
    }
}
