import FastCGI
import FastCGIPeer
import Foundation
import Testing
import Threading

/// Answers that come after the handler has returned.
struct FastCGIRequesterTests {
    /// A server that keeps whoever asks for "/later" and answers all others at once.
    private final class Stage: Sendable {
        let path = FileManager.default.temporaryDirectory.path + "/kadock-\(UUID().uuidString.prefix(13)).sock"
        let kept = Guarded<[(uri: String, requester: Requester)]>([])
        let server: FastCGIServer
        private let pool = WorkPool(name: "test", threads: 1)
        private let isStopped = Guarded(false)

        init() throws {
            let kept = kept
            server = try FastCGIServer(
                listener: Listener(.unix(path: path)), waiters: pool, bodyLimit: { _ in 1_024 }
            ) { request, requester in
                let uri = request["REQUEST_URI"] ?? "-"
                if uri.hasPrefix("/later") {
                    kept.withLock { $0.append((uri, requester)) }
                } else {
                    requester.answer(FastCGIResponse(bytes: Array(uri.utf8)))
                }
            }
            server.start()
        }

        deinit {
            stop()
            pool.stop()
        }

        func stop() {
            let isFirst = isStopped.withLock { isStopped in
                defer { isStopped = true }
                return !isStopped
            }
            if isFirst { server.stop() }
        }

        func ask(_ uri: String) throws -> FastCGIPeer {
            let peer = try FastCGIPeer(path: path)
            peer.send(FastCGIRecords.request(uri: uri))
            return peer
        }

        /// Waits until so many are kept, and takes them.
        func takeKept(_ count: Int) -> [(uri: String, requester: Requester)] {
            while kept.withLock({ $0.count }) < count { usleep(1_000) }
            var taken: [(uri: String, requester: Requester)] = []
            kept.withLock { swap(&taken, &$0) }
            return taken
        }
    }

    @Test("answers come in any order, on their own connections, and requests that wait hold up nobody")
    func later() throws {
        let stage = try Stage()
        let peers = try (0..<50).map { try stage.ask("/later\($0)") }
        let kept = stage.takeKept(50)
        #expect(try stage.ask("/now").receive() == .answered("/now"))
        for (uri, requester) in kept.reversed() { requester.answer(FastCGIResponse(bytes: Array(uri.utf8))) }
        for (number, peer) in peers.enumerated() {
            #expect(peer.receive() == .answered("/later\(number)"))
            peer.send(FastCGIRecords.request(uri: "/again"))
            #expect(peer.receive() == .answered("/again"))
        }
    }

    @Test("only the first answer counts")
    func once() throws {
        let stage = try Stage()
        let peer = try stage.ask("/later")
        let requester = stage.takeKept(1)[0].requester
        for text in ["first", "second"] { requester.answer(FastCGIResponse(bytes: Array(text.utf8))) }
        #expect(peer.receive() == .answered("first"))
        peer.send(FastCGIRecords.request(uri: "/again"))
        #expect(peer.receive() == .answered("/again"))
    }

    @Test("a request whose requester is forgotten loses its connection, not the server")
    func forgotten() throws {
        let stage = try Stage()
        let peer = try stage.ask("/later")
        _ = stage.takeKept(1)
        #expect(peer.receive() == .closed)
        #expect(try stage.ask("/now").receive() == .answered("/now"))
    }

    @Test("a stop waits for answers that are still to come")
    func stopWaits() async throws {
        let stage = try Stage()
        let peer = try stage.ask("/later")
        let requester = stage.takeKept(1)[0].requester
        async let stopping: Void = Task.detached { stage.stop() }.value
        try await Task.sleep(for: .milliseconds(700))
        requester.answer(FastCGIResponse(bytes: Array("at last".utf8)))
        await stopping
        #expect(peer.receive() == .answered("at last"))
    }
}
