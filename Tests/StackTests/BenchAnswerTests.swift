import Testing

@testable import Bench

/// What the bench's client makes of the bytes of an answer.
struct BenchAnswerTests {
    private func parse(_ text: String, keepingBody: Bool = true) throws -> HTTPAnswerParser.Progress {
        // A receive buffer is longer than what is in it.
        let bytes = Array(text.utf8)
        return try HTTPAnswerParser.parse(
            bytes + [UInt8](repeating: 0x0D, count: 64), count: bytes.count, keepingBody: keepingBody)
    }

    @Test("an answer with a length is taken with the headers that matter, whatever their case")
    func length() throws {
        let text =
            "HTTP/1.1 201 Created\r\nServer: nginx\r\ncontent-length: 2\r\nIdempotency-Replayed: true\r\n"
            + "CONNECTION: Close\r\nRetry-After:  7 \r\n\r\n{}"
        var expected = HTTPAnswer(status: 201)
        expected.retryAfterSeconds = 7
        expected.isReplay = true
        expected.closesConnection = true
        expected.body = Array("{}".utf8)
        #expect(try parse(text) == .complete(expected, consumed: text.utf8.count))
    }

    @Test("a chunked answer is put together, extensions and trailers are skipped")
    func chunks() throws {
        let text =
            "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"
        var expected = HTTPAnswer(status: 503)
        expected.body = Array("abc0123456789".utf8)
        #expect(try parse(text) == .complete(expected, consumed: text.utf8.count))
    }

    @Test("an answer that has not arrived as a whole is waited for, wherever it was cut")
    func pieces() throws {
        let texts = [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        ]
        for text in texts {
            for count in 0..<text.utf8.count {
                #expect(try parse(String(decoding: text.utf8.prefix(count), as: UTF8.self)) == .incomplete)
            }
            #expect(try parse(text) != .incomplete)
        }
    }

    @Test("the body is left out where only the status counts")
    func withoutBody() throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
        #expect(
            try parse(text, keepingBody: false)
                == .complete(HTTPAnswer(status: 200), consumed: text.utf8.count))
    }

    @Test(
        "what is not a well-formed answer is refused",
        arguments: [
            "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ])
    func malformed(_ text: String) {
        #expect(throws: HTTPFailure.self) { try parse(text) }
    }
}
