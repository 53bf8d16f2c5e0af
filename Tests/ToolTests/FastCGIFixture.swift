import FastCGI
import FastCGIPeer
import Foundation
import Threading

/// A server on a unix socket of its own that tells what it was asked: "URI ADDRESS BODY".
final class FastCGIFixture: Sendable {
    let path: String
    let server: FastCGIServer
    /// The REQUEST_URI of every request that reached the handler.
    let executed = Guarded<[String]>([])
    /// Handlers of paths that begin with "/wait" stay until this is released.
    let gate = DispatchSemaphore(value: 0)
    private let stopped = Guarded(false)
    private let pool: WorkPool

    static let bodyLimit = 64 * 1_024

    init(threads: Int = 4, limits: FastCGILimits = FastCGILimits()) throws {
        let name = "kadock-\(UUID().uuidString.prefix(13)).sock"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        let executed = executed
        let gate = gate
        let pool = WorkPool(name: "test", threads: threads)
        self.pool = pool
        server = try FastCGIServer(
            listener: Listener(.unix(path: path)), waiters: pool, limits: limits,
            bodyLimit: { $0 == "/bulk" ? 2 << 20 : FastCGIFixture.bodyLimit }
        ) { request, requester in pool.run { requester.answer(Self.handle(request, executed, gate)) } }
        server.start()
    }

    private static func handle(
        _ request: FastCGIRequest, _ executed: Guarded<[String]>, _ gate: DispatchSemaphore
    ) -> FastCGIResponse {
        let uri = request["REQUEST_URI"] ?? "-"
        executed.withLock { $0.append(uri) }
        if uri.hasPrefix("/wait") { gate.wait() }
        if uri.hasPrefix("/large") { return FastCGIResponse(bytes: [UInt8](repeating: 97, count: 4 << 20)) }
        let body =
            switch request.body {
            case .whole(let bytes) where bytes.count > 64: "\(bytes.count) bytes, sum \(Self.sum(bytes))"
            case .whole(let bytes): String(decoding: bytes, as: UTF8.self)
            case .tooLarge: "too large"
            case .mismatched: "mismatched"
            }
        return FastCGIResponse(bytes: Array("\(uri) \(request["REMOTE_ADDR"] ?? "-") \(body)".utf8))
    }

    deinit { stop() }

    func stop() {
        let isFirst = stopped.withLock { stopped in
            defer { stopped = true }
            return !stopped
        }
        guard isFirst else { return }
        server.stop()
        pool.stop()
    }

    func connect() throws -> FastCGIPeer { try FastCGIPeer(path: path) }

    /// One request on a connection of its own.
    func ask(_ uri: String, body: [UInt8] = []) throws -> FastCGIPeer.Outcome {
        let peer = try connect()
        peer.send(FastCGIRecords.request(uri: uri, body: body))
        return peer.receive()
    }

    static func answer(_ uri: String, _ body: String = "") -> FastCGIPeer.Outcome {
        .answered("\(uri) 192.0.2.1 \(body)")
    }

    static func answer(_ uri: String, _ body: [UInt8]) -> FastCGIPeer.Outcome {
        answer(uri, "\(body.count) bytes, sum \(sum(body))")
    }

    private static func sum(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
}
