import FastCGI
import FastCGIPeer
import Testing
import Threading

/// pitfalls.md, group H: what a hostile peer may send. Nothing of it may be executed, and the next peer is served.
@Suite("FastCGI: hostile records")
struct FastCGIHostileTests {
    private typealias Records = FastCGIRecords

    /// Sends bytes that make no request: the connection is closed, nothing ran, others are served.
    private func expectClosed(
        _ bytes: [UInt8], limits: FastCGILimits = FastCGILimits(), executed: [String] = []
    ) throws {
        let fixture = try FastCGIFixture(limits: limits)
        let peer = try fixture.connect()
        peer.send(bytes)
        for uri in executed { #expect(peer.receive() == FastCGIFixture.answer(uri)) }
        #expect(peer.receive() == .closed)
        #expect(fixture.executed.withLock { $0 } == executed)
        #expect(fixture.server.statistics.refused == 1)
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }

    @Test("H1 GET_VALUES that overrun libfcgi are refused as the first record")
    func getValuesFirst() throws { try expectClosed(Records.deadlyGetValues) }

    @Test("H1 GET_VALUES between two requests of a kept connection")
    func getValuesBetween() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        peer.send(Records.request(uri: "/first"))
        #expect(peer.receive() == FastCGIFixture.answer("/first"))
        peer.send(Records.deadlyGetValues)
        #expect(peer.receive() == .closed)
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }

    @Test("H1 GET_VALUES right behind a whole request")
    func getValuesBehind() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        peer.send(Records.request(uri: "/first") + Records.deadlyGetValues)
        #expect(peer.receive() == FastCGIFixture.answer("/first"))
        #expect(peer.receive() == .closed)
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }

    @Test("H1 GET_VALUES among the parameters")
    func getValuesInParameters() throws {
        try expectClosed(Records.begin() + Records.deadlyGetValues)
    }

    @Test("H1 GET_VALUES in the body, at once and late")
    func getValuesInBody() throws {
        let head = Records.head(uri: "/body", announced: "4")
        try expectClosed(head + Records.record(Records.input, [1, 2]) + Records.deadlyGetValues)
        let fixture = try FastCGIFixture()
        for pause in [true, false] {
            let peer = try fixture.connect()
            peer.send(head)
            // The pause gives the server time to take the head by itself; without one they race.
            if pause { #expect(try fixture.ask("/between") == FastCGIFixture.answer("/between")) }
            peer.send(Records.deadlyGetValues)
            #expect(peer.receive() == .closed)
        }
        #expect(fixture.executed.withLock { $0 } == ["/between"])
    }

    @Test("H1 GET_VALUES hidden in the padding of a record that ends a stream, where libfcgi forgets the padding")
    func getValuesInPadding() throws {
        let parameters = Records.record(Records.parameters, Records.pair("REQUEST_METHOD", "GET"))
        let padding = Records.deadlyGetValues
        try expectClosed(
            Records.begin() + parameters + Records.record(Records.parameters, padding: padding)
                + Records.record(Records.input))
        try expectClosed(
            Records.record(Records.begin, [0, 1, 1, 0, 0, 0, 0, 0], padding: padding) + parameters
                + Records.record(Records.parameters) + Records.record(Records.input))
    }

    @Test("H2 lengths of up to 2 GiB for a name or a value allocate nothing")
    func hugeLengths() throws {
        let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff]
        for lengths in [huge + [1], [1] + huge, huge + huge, [0xff, 0xff, 0xff], huge, [1]] {
            let content = Records.pair("REQUEST_METHOD", "GET") + lengths + [65, 66]
            try expectClosed(
                Records.begin() + Records.stream(Records.parameters, content) + Records.record(Records.input))
        }
    }

    @Test("H3 a million tiny parameters")
    func tinyParameters() throws {
        let content = [UInt8]((0..<1_000_000).flatMap { _ in [1, 0, 65] as [UInt8] })
        try expectClosed(Records.begin() + Records.stream(Records.parameters, content))
        // Few enough bytes, too many of them.
        try expectClosed(Records.begin() + Records.stream(Records.parameters, Array(content.prefix(3 * 5_000))))
    }

    @Test("H3 a hundred megabytes of parameters")
    func endlessParameters() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        peer.send(Records.begin())
        let record = Records.record(Records.parameters, Records.pair("A", String(repeating: "x", count: 60_000)))
        var sent = 0
        while sent < 100 << 20, peer.send(record) { sent += record.count }
        #expect(sent < 2 << 20)
        #expect(peer.receive() == .closed)
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }

    @Test("H3 parameters in one-byte records with the longest padding")
    func paddedParameters() throws {
        let padding = [UInt8](repeating: 0, count: 255)
        let record = Records.record(Records.parameters, [65], padding: padding)
        try expectClosed(Records.begin() + (0..<1_000).flatMap { _ in record })
    }

    @Test("H3 parameters that never end, one byte at a time, are given up")
    func tricklingParameters() throws {
        var limits = FastCGILimits()
        limits.readMilliseconds = 300
        let fixture = try FastCGIFixture(threads: 1, limits: limits)
        let peer = try fixture.connect()
        peer.send(Records.begin() + [1, 4, 0, 1, 0x9C, 0x40, 0, 0])
        var sent = 0
        while sent < 5_000, peer.send([65]) {
            sent += 1
            pause(milliseconds: 5)
        }
        #expect(sent < 5_000)
        #expect(peer.receive() == .closed)
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }

    @Test("H4 a silent peer in the middle of a request is given up and its thread serves others")
    func silence() throws {
        var limits = FastCGILimits()
        limits.silenceMilliseconds = 200
        let fixture = try FastCGIFixture(threads: 1, limits: limits)
        let peer = try fixture.connect()
        peer.send(Records.head(uri: "/half", announced: "10"))
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
        #expect(peer.receive() == .closed)
    }

    @Test("H4 wrong version, wrong roles, unknown types, id 0, other ids")
    func malformed() throws {
        let rest = Records.stream(Records.parameters, Records.pair("REQUEST_METHOD", "GET"))
        let end = Records.record(Records.input)
        try expectClosed(Records.record(Records.begin, [0, 1, 1, 0, 0, 0, 0, 0], version: 2) + rest + end)
        try expectClosed(Array("POST / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        for role: UInt8 in [0, 2, 3, 255] { try expectClosed(Records.begin(role: role) + rest + end) }
        try expectClosed(Records.begin(id: 0) + rest + end)
        try expectClosed(Records.record(Records.begin, [0, 1, 1]) + rest + end)
        for type: UInt8 in [2, 3, 6, 7, 8, 9, 10, 11, 200] {
            try expectClosed(Records.begin() + Records.record(type) + rest + end)
            try expectClosed(Records.begin() + Records.record(type, id: 0) + rest + end)
            try expectClosed(Records.record(type) + rest + end)
        }
        try expectClosed(
            Records.begin() + Records.stream(Records.parameters, id: 2, Records.pair("REQUEST_METHOD", "GET")) + end)
        try expectClosed(Records.begin() + rest + Records.record(Records.input, id: 2))
        try expectClosed(Records.begin() + rest + Records.record(Records.input, [1], version: 9))
    }

    @Test("H4 a second BEGIN inside a request, and an ABORT in the middle of its body")
    func interleaved() throws {
        let head = Records.head(uri: "/outer", announced: "4")
        try expectClosed(head + Records.begin(id: 2))
        try expectClosed(head + Records.begin())
        try expectClosed(head + Records.record(Records.input, [1, 2]) + Records.record(Records.abort))
        try expectClosed(
            head + Records.record(Records.input, [1, 2]) + Records.request(uri: "/inner", id: 2)
                + Records.stream(Records.input, [3, 4]))
    }

    @Test("H4 a request without REQUEST_METHOD")
    func withoutMethod() throws {
        let content = Records.pair("REQUEST_URI", "/x")
        try expectClosed(
            Records.begin() + Records.stream(Records.parameters, content) + Records.record(Records.input))
        try expectClosed(Records.begin() + Records.record(Records.parameters) + Records.record(Records.input))
    }

    @Test("H4 the peer leaves in the middle of a request")
    func cutOff() throws {
        let fixture = try FastCGIFixture()
        let whole = Records.request(uri: "/cut", body: Array("body".utf8))
        for count in 1..<whole.count {
            let peer = try fixture.connect()
            peer.send(Array(whole.prefix(count)))
            peer.endSending()
            #expect(peer.receive() == .closed)
        }
        #expect(fixture.executed.withLock { $0 }.isEmpty)
        #expect(fixture.server.statistics.refused == whole.count - 1)
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }
}
