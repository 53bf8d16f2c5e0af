import FastCGI
import FastCGIPeer
import Foundation
import Glibc
import Testing
import Threading

@Suite("FastCGI: stopping and listening")
struct FastCGIStopTests {
    @Test("A5 a stop ends idle, silent and half-sent connections; the running request is answered")
    func stopsInTheWorstMix() async throws {
        let fixture = try FastCGIFixture(threads: 4)
        let idle = try fixture.connect()
        idle.send(FastCGIRecords.request(uri: "/idle"))
        #expect(idle.receive() == FastCGIFixture.answer("/idle"))
        let silent = try fixture.connect()
        let half = try fixture.connect()
        half.send(FastCGIRecords.head(uri: "/half", announced: "10"))
        let running = try fixture.connect()
        running.send(FastCGIRecords.request(uri: "/wait"))
        while !fixture.executed.withLock({ $0.contains("/wait") }) { pause(milliseconds: 1) }

        let stopping = Thread { fixture.stop() }
        stopping.start()
        while FileManager.default.fileExists(atPath: fixture.path) { pause(milliseconds: 1) }
        #expect(throws: FastCGIPeerFailure.self) { _ = try fixture.connect() }
        #expect(idle.receive() == .closed)
        #expect(silent.receive() == .closed)
        #expect(half.receive() == .closed)
        fixture.gate.signal()
        #expect(running.receive() == FastCGIFixture.answer("/wait"))
        #expect(running.receive() == .closed)
        while !stopping.isFinished { pause(milliseconds: 1) }
        #expect(fixture.server.statistics.open == 0)
        #expect(fixture.executed.withLock { $0 } == ["/idle", "/wait"])
    }

    @Test("A5 what waits in the backlog when the stop begins is still answered")
    func servesTheBacklog() throws {
        let fixture = try FastCGIFixture(threads: 1)
        let running = try fixture.connect()
        running.send(FastCGIRecords.request(uri: "/wait"))
        while !fixture.executed.withLock({ $0.contains("/wait") }) { pause(milliseconds: 1) }
        // The only thread is busy: this one is not even accepted.
        let waiting = try fixture.connect()
        waiting.send(FastCGIRecords.request(uri: "/backlog"))
        let stopping = Thread { fixture.stop() }
        stopping.start()
        while FileManager.default.fileExists(atPath: fixture.path) { pause(milliseconds: 1) }
        fixture.gate.signal()
        #expect(running.receive() == FastCGIFixture.answer("/wait"))
        #expect(waiting.receive() == FastCGIFixture.answer("/backlog"))
        #expect(waiting.receive() == .closed)
    }

    @Test("A5 a peer that takes no answer does not hold up a stop")
    func stopsWhileWriting() throws {
        var limits = FastCGILimits()
        limits.silenceMilliseconds = 60_000
        limits.writeMilliseconds = 60_000
        let fixture = try FastCGIFixture(limits: limits)
        let peer = try fixture.connect()
        peer.send(FastCGIRecords.request(uri: "/large"))
        while fixture.executed.withLock({ $0.isEmpty }) { pause(milliseconds: 1) }
        fixture.stop()
        #expect(fixture.server.statistics.undelivered == 1)
        #expect(fixture.server.statistics.open == 0)
    }

    @Test("the socket has mode 0660; a name in use is refused, a left-over one is taken over")
    func socketName() throws {
        let fixture = try FastCGIFixture()
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path)
        #expect(attributes[.posixPermissions] as? Int == 0o660)
        #expect(throws: FastCGIFailure.self) { _ = try Listener(.unix(path: fixture.path)) }
        #expect(try fixture.ask("/still") == FastCGIFixture.answer("/still"))

        let leftOver = fixture.path + ".old"
        do { _ = try Listener(.unix(path: leftOver)) }
        #expect(FileManager.default.fileExists(atPath: leftOver))
        _ = try Listener(.unix(path: leftOver))
        try FileManager.default.removeItem(atPath: leftOver)
    }

    @Test("a stop leaves a name alone that has become another worker's")
    func foreignName() throws {
        let fixture = try FastCGIFixture()
        try FileManager.default.removeItem(atPath: fixture.path)
        let successor = try Listener(.unix(path: fixture.path))
        fixture.stop()
        #expect(FileManager.default.fileExists(atPath: fixture.path))
        withExtendedLifetime(successor) {}
        try FileManager.default.removeItem(atPath: fixture.path)
    }

    @Test("TCP on a free port")
    func overTCP() throws {
        let listener = try Listener(.tcp(host: "127.0.0.1", port: 0))
        let pool = WorkPool(name: "test", threads: 1)
        let server = try FastCGIServer(listener: listener, waiters: pool, bodyLimit: { _ in 100 }) { _, requester in
            requester.answer(FastCGIResponse(bytes: Array("tcp".utf8)))
        }
        server.start()
        defer {
            server.stop()
            pool.stop()
        }
        let peer = try FastCGIPeer(port: #require(listener.port))
        for _ in 0..<3 {
            peer.send(FastCGIRecords.request(uri: "/"))
            #expect(peer.receive() == .answered("tcp"))
        }
    }

    @Test("addresses are read strictly")
    func addresses() {
        #expect(ListenerAddress(text: "unix:/a/b.sock") == .unix(path: "/a/b.sock"))
        #expect(ListenerAddress(text: "tcp:10.0.0.1:9000") == .tcp(host: "10.0.0.1", port: 9_000))
        #expect(ListenerAddress(text: "tcp:[::1]:9000") == .tcp(host: "::1", port: 9_000))
        #expect(ListenerAddress(text: "inherited") == .inherited)
        for wrong in ["", "unix:", "tcp:9000", "tcp::9000", "tcp:a:", "tcp:a:65536", "/a/b.sock", "Inherited"] {
            #expect(ListenerAddress(text: wrong) == nil)
        }
        #expect(throws: FastCGIFailure.self) {
            _ = try Listener(.unix(path: "/" + String(repeating: "x", count: 200)))
        }
    }
}
