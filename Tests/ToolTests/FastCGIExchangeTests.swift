import Dispatch
import FastCGI
import FastCGIPeer
import Testing

@Suite("FastCGI: requests and answers")
struct FastCGIExchangeTests {
    @Test("a kept connection serves one request after another")
    func keptConnection() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        for number in 0..<50 {
            peer.send(FastCGIRecords.request(uri: "/\(number)", body: Array("b\(number)".utf8), id: number % 3 + 1))
            #expect(peer.receive() == FastCGIFixture.answer("/\(number)", "b\(number)"))
        }
        #expect(fixture.server.statistics.connections == 1)
        #expect(fixture.server.statistics.requests == 50)
    }

    @Test("without the keep flag the connection is closed after the answer")
    func notKept() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        peer.send(FastCGIRecords.request(uri: "/once", keep: false))
        #expect(peer.receive() == FastCGIFixture.answer("/once"))
        #expect(peer.receive() == .closed)
    }

    @Test(
        "bodies of every size arrive whole on one kept connection",
        arguments: [1, 8_183, 8_184, 8_192, 16_384, 65_535, 65_536, 65_537, 200_000, 2 << 20])
    func bodySizes(count: Int) throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for _ in 0..<3 {
            peer.send(FastCGIRecords.request(uri: "/bulk", body: body))
            let expected = count > 64 ? FastCGIFixture.answer("/bulk", body) : FastCGIFixture.answer("/bulk", "\0")
            #expect(peer.receive() == expected)
        }
        #expect(fixture.server.statistics.connections == 1)
    }

    @Test("a request that comes byte by byte is read like any other")
    func inPieces() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        for round in 0..<3 {
            for byte in FastCGIRecords.request(uri: "/slow\(round)", body: Array("pieces".utf8)) { peer.send([byte]) }
            #expect(peer.receive() == FastCGIFixture.answer("/slow\(round)", "pieces"))
        }
        #expect(fixture.server.statistics.connections == 1)
    }

    @Test("padded records are read like others")
    func padding() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        let content = FastCGIRecords.pair("REQUEST_METHOD", "GET") + FastCGIRecords.pair("REQUEST_URI", "/padded")
        let padding = [UInt8](repeating: 9, count: 7)
        for _ in 0..<2 {
            peer.send(
                FastCGIRecords.begin() + FastCGIRecords.record(FastCGIRecords.parameters, content, padding: padding)
                    + FastCGIRecords.record(FastCGIRecords.parameters) + FastCGIRecords.record(FastCGIRecords.input))
            #expect(peer.receive() == .answered("/padded - "))
        }
    }

    @Test("a large answer arrives whole")
    func largeAnswer() throws {
        let fixture = try FastCGIFixture()
        guard case .answered(let text) = try fixture.ask("/large") else {
            Issue.record("no answer")
            return
        }
        #expect(text.utf8.count == 4 << 20)
    }

    @Test("an answer nobody takes is counted as undelivered and costs no thread")
    func undelivered() throws {
        var limits = FastCGILimits()
        limits.writeMilliseconds = 200
        limits.silenceMilliseconds = 200
        let fixture = try FastCGIFixture(threads: 1, limits: limits)
        let peer = try fixture.connect()
        peer.send(FastCGIRecords.request(uri: "/large"))
        #expect(try fixture.ask("/after") == FastCGIFixture.answer("/after"))
        #expect(fixture.server.statistics.undelivered == 1)
        #expect(peer.receive() == .closed)
    }

    @Test("pitfalls decision 1: idle connections far beyond the threads do not starve a new one")
    func idleConnections() throws {
        let fixture = try FastCGIFixture(threads: 4)
        let idle = try (0..<20).map { _ in try fixture.connect() }
        for (number, peer) in idle.enumerated() {
            peer.send(FastCGIRecords.request(uri: "/\(number)"))
            #expect(peer.receive() == FastCGIFixture.answer("/\(number)"))
        }
        #expect(try fixture.ask("/new") == FastCGIFixture.answer("/new"))
        for peer in idle {
            peer.send(FastCGIRecords.request(uri: "/again"))
            #expect(peer.receive() == FastCGIFixture.answer("/again"))
        }
    }

    @Test("beyond the limit of connections the one idle for longest makes room")
    func eviction() throws {
        var limits = FastCGILimits()
        limits.connections = 8
        let fixture = try FastCGIFixture(threads: 2, limits: limits)
        let idle = try (0..<7).map { _ in try fixture.connect() }
        for peer in idle {
            peer.send(FastCGIRecords.request(uri: "/idle"))
            #expect(peer.receive() == FastCGIFixture.answer("/idle"))
        }
        for _ in 0..<20 { #expect(try fixture.ask("/new") == FastCGIFixture.answer("/new")) }
        #expect(fixture.server.statistics.open <= 8)
        #expect(idle.contains { $0.receive() == .closed })
    }

    @Test("many peers at once each get their own answers")
    func crowd() async throws {
        let fixture = try FastCGIFixture(threads: 4)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for peerNumber in 0..<8 {
                group.addTask {
                    let peer = try fixture.connect()
                    for number in 0..<200 {
                        let text = "\(peerNumber)-\(number)"
                        peer.send(FastCGIRecords.request(uri: "/\(text)", body: Array(text.utf8)))
                        #expect(peer.receive() == FastCGIFixture.answer("/\(text)", text))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(fixture.server.statistics.connections == 8)
        #expect(fixture.server.statistics.requests == 1_600)
    }
}
