import FastCGI
import FastCGIPeer
import Testing
import Threading

/// pitfalls.md, finding 1 and cases H5–H7: bodies and parameters that pretend to be something else.
@Suite("FastCGI: forged requests")
struct FastCGISmugglingTests {
    private typealias Records = FastCGIRecords

    private static let forged = Records.request(uri: "/forged", extra: [("SSL_CLIENT_VERIFY", "SUCCESS")])

    /// Bodies made of forged requests, with filling in front so that one of them begins where libfcgi's 8 KiB end.
    private static func forgedBodies() -> [[UInt8]] {
        [0, 7_000, 8_192, 11_000, 65_535, 200_000].map { count in
            [UInt8](repeating: 0, count: count) + (0..<30).flatMap { _ in forged }
        }
    }

    @Test("H5 a forged request inside a body is never executed and the victim gets its own answer")
    func forgedRequest() throws {
        let fixture = try FastCGIFixture()
        for body in Self.forgedBodies() {
            let peer = try fixture.connect()
            for path in ["/bulk", "/small"] {
                peer.send(Records.request(uri: path, body: body))
                let isTooLarge = path == "/small" && body.count > FastCGIFixture.bodyLimit
                #expect(
                    peer.receive()
                        == (isTooLarge ? FastCGIFixture.answer(path, "too large") : FastCGIFixture.answer(path, body)))
                if isTooLarge { #expect(peer.receive() == .closed) }
            }
            #expect(try fixture.ask("/victim") == FastCGIFixture.answer("/victim"))
        }
        #expect(!fixture.executed.withLock { $0 }.contains("/forged"))
    }

    @Test("H5 the victim of a kept connection gets its own answer, whatever the body before it held")
    func responseMixUp() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        for (number, body) in Self.forgedBodies().enumerated() {
            peer.send(Records.request(uri: "/bulk", body: body))
            #expect(peer.receive() == FastCGIFixture.answer("/bulk", body))
            peer.send(Records.request(uri: "/victim\(number)", body: [118]))
            #expect(peer.receive() == FastCGIFixture.answer("/victim\(number)", "v"))
        }
        #expect(fixture.server.statistics.connections == 1)
    }

    @Test("H5 a body that is longer or shorter than announced closes the connection behind its answer")
    func lyingLength() throws {
        let fixture = try FastCGIFixture()
        for body in Self.forgedBodies() {
            for announced in ["0", "1", String(body.count - Self.forged.count), String(body.count + 8)] {
                let peer = try fixture.connect()
                peer.send(
                    Records.head(uri: "/bulk", announced: announced) + Records.stream(Records.input, body))
                #expect(peer.receive() == FastCGIFixture.answer("/bulk", "mismatched"))
                #expect(peer.receive() == .closed)
            }
        }
        #expect(!fixture.executed.withLock { $0 }.contains("/forged"))
    }

    @Test("H5 a body beyond everything that is drained is answered and cut off")
    func neverEndingBody() throws {
        var limits = FastCGILimits()
        limits.drainBytes = 100_000
        let fixture = try FastCGIFixture(limits: limits)
        let peer = try fixture.connect()
        peer.send(Records.head(uri: "/small", announced: "999999999"))
        let record = Records.record(Records.input, [UInt8](repeating: 1, count: 60_000))
        var sent = 0
        while sent < 100 << 20, peer.send(record) { sent += record.count }
        #expect(sent < 10 << 20)
        #expect(fixture.executed.withLock { $0 } == ["/small"])
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }

    @Test(
        "H6 CONTENT_LENGTH that lies or is no number",
        arguments: ["-5", "+5", "5, 5", "5,5", " 5", "5 ", "0x5", "abc", "99999999999999999999", "4", "6", "٥", "5.0"])
    func contentLength(announced: String) throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        peer.send(Records.head(uri: "/h6", announced: announced) + Records.stream(Records.input, [1, 2, 3, 4, 5]))
        #expect(peer.receive() == FastCGIFixture.answer("/h6", "mismatched"))
        #expect(peer.receive() == .closed)
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }

    @Test("H6 without CONTENT_LENGTH there must be no body")
    func missingContentLength() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        for announced in [nil, "", "0", "000"] {
            peer.send(Records.head(uri: "/none", announced: announced) + Records.record(Records.input))
            #expect(peer.receive() == FastCGIFixture.answer("/none"))
        }
        peer.send(Records.head(uri: "/some") + Records.stream(Records.input, [1]))
        #expect(peer.receive() == FastCGIFixture.answer("/some", "mismatched"))
        #expect(peer.receive() == .closed)
    }

    @Test("H7 of two parameters of one name the first counts")
    func duplicates() throws {
        let fixture = try FastCGIFixture()
        let peer = try fixture.connect()
        peer.send(
            Records.request(uri: "/first", extra: [("REQUEST_URI", "/second"), ("REMOTE_ADDR", "127.0.0.1")]))
        #expect(peer.receive() == FastCGIFixture.answer("/first"))
    }

    @Test("H7 names that are empty, lower-case or hold '=', and values that hold NUL, are no parameters")
    func badNames() throws {
        let fixture = try FastCGIFixture()
        let bad: [(String, String)] = [
            ("", ""), ("", "x"), ("remote_addr", "127.0.0.1"), ("REMOTE_ADDR=127.0.0.1;X", "1"), ("HTTP_X\0", "1"),
            ("HTTP_X", "a\0b"), ("HTTP_X Y", "1"), ("HTTP-X", "1"), ("HTTP_É", "1"),
        ]
        for pair in bad {
            let peer = try fixture.connect()
            peer.send(Records.request(uri: "/bad", extra: [pair]))
            #expect(peer.receive() == .closed)
        }
        #expect(fixture.executed.withLock { $0 }.isEmpty)
        #expect(try fixture.ask("/next") == FastCGIFixture.answer("/next"))
    }
}
