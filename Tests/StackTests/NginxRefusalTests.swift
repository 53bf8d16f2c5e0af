import FastCGI
import JSON
import Testing

/// What nginx refuses by itself: no worker sees it, and the answer is a problem document.
@Suite struct NginxRefusalTests {
    private func expectProblem(_ answer: RawAnswer, _ status: Int, _ code: String) throws {
        #expect(answer.status == status)
        #expect(answer.header("content-type") == "application/problem+json")
        let problem = try JSONReader.parse(Array(answer.body.utf8))
        #expect(problem["type"] == .string("/problems/\(code)"))
        #expect(problem["status"] == .integer(Int64(status)))
        guard case .string(let request) = problem["request_id"] else {
            Issue.record("no request_id")
            return
        }
        #expect(request.count == 32 && answer.header("x-request-id") == request)
    }

    @Test("I7t: only GET and POST exist", arguments: ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"])
    func otherMethods(_ method: String) throws {
        let nginx = try NginxFixture()
        let answer = try nginx.client.request(method, "/v1/payments")
        if method == "get" {
            // Methods are case-sensitive and upper case in HTTP.
            #expect([400, 405].contains(answer.status))
        } else {
            try expectProblem(answer, 405, "method-not-allowed")
            #expect(answer.header("allow") == "GET, POST")
        }
        #expect(nginx.seen.isEmpty)
        nginx.stop()
    }

    @Test("I7t: HEAD is refused, an override is nothing, a NUL in the method ends it")
    func oddMethods() throws {
        let nginx = try NginxFixture()
        #expect(try nginx.client.request("HEAD", "/healthz").status == 405)
        #expect(try nginx.client.send(Array("POST\0 / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)).status == 400)
        #expect(nginx.seen.isEmpty)
        let answer = try nginx.client.request(
            "POST", "/v1/payments", headers: ["X-HTTP-Method-Override: DELETE"], body: [0x7B, 0x7D])
        #expect(answer.status == 200)
        #expect(nginx.seen.map { $0.request["REQUEST_METHOD"] } == ["POST"])
        nginx.stop()
    }

    @Test("I5t: too large, too long, malformed: refused before a worker sees it")
    func sizesAndForms() throws {
        let nginx = try NginxFixture()
        let client = nginx.client
        let tooLarge = [UInt8](repeating: 0x20, count: 64 * 1024 + 1)
        try expectProblem(try client.request("POST", "/v1/payments", body: tooLarge), 413, "content-too-large")
        let tooLargeBulk = [UInt8](repeating: 0x20, count: 2 * 1024 * 1024 + 1)
        try expectProblem(
            try client.request("POST", "/v1/payments/bulk", body: tooLargeBulk), 413, "content-too-large")
        let long = String(repeating: "a", count: 9000)
        try expectProblem(try client.request("GET", "/\(long)"), 414, "uri-too-long")
        try expectProblem(try client.request("GET", "/", headers: ["X-Long: \(long)"]), 431, "header-too-large")
        let start = "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\n"
        for (name, bytes) in [
            ("both lengths", "\(start)Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("unknown coding", "\(start)Transfer-Encoding: xchunked\r\n\r\n"),
            ("two lengths", "\(start)Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
            ("negative length", "\(start)Content-Length: -1\r\n\r\n"),
            ("no version", "GARBAGE\r\n\r\n"), ("no host", "GET / HTTP/1.1\r\n\r\n"),
        ] {
            let answer = try client.send(Array(bytes.utf8))
            #expect(answer.status == 400, "\(name)")
            #expect(answer.header("content-type") == "application/problem+json", "\(name)")
        }
        #expect(nginx.seen.isEmpty)
        nginx.stop()
    }

    @Test func bodiesUpToTheLimitPassWhole() throws {
        let nginx = try NginxFixture()
        for (path, count) in [("/v1/payments", 64 * 1024), ("/v1/payments/bulk", 2 * 1024 * 1024)] {
            let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            #expect(try nginx.client.request("POST", path, body: body).status == 200)
            #expect(nginx.seen.last?.body == body)
        }
        // Chunks are put together before a worker sees them, with the length they have.
        let chunked = "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        let answer = try nginx.client.send(
            Array("\(chunked)Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".utf8))
        #expect(answer.status == 200)
        #expect(nginx.seen.last?.body == Array("abcde".utf8))
        #expect(nginx.seen.last?.request["CONTENT_LENGTH"] == "5")
        nginx.stop()
    }

    @Test("I6t: who does not finish a request is shown out")
    func slowClients() throws {
        let nginx = try NginxFixture()
        // Half a header, then silence; then half a body. The connection ends, or there is an answer that says so.
        #expect([0, 408].contains(try nginx.client.send(Array("GET / HTTP/1.1\r\nHost: loc".utf8)).status))
        let half = "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf"
        #expect([0, 408].contains(try nginx.client.send(Array(half.utf8)).status))
        #expect(nginx.seen.isEmpty)
        nginx.stop()
    }

    @Test("I8t: a host that is not ours reaches no worker, however it is named")
    func foreignHosts() throws {
        let nginx = try NginxFixture()
        try expectProblem(try nginx.client.request("GET", "/", host: "evil.example"), 421, "unknown-host")
        let absolute = try nginx.client.request("GET", "https://evil.example/healthz")
        try expectProblem(absolute, 421, "unknown-host")
        for host in ["localhost", "localhost:\(nginx.client.port)", "127.0.0.1", "[::1]"] {
            #expect(try nginx.client.request("GET", "/healthz", host: host).status == 200, "\(host)")
        }
        #expect(nginx.seen.count == 4)
        nginx.stop()
    }

    @Test func anAddressThatAsksTooMuchIsToldToWait() throws {
        let limits = """
            limit_req_zone $binary_remote_addr zone=kadock_requests:1m rate=1r/m;
            limit_req_zone $binary_remote_addr zone=kadock_forms:1m rate=1r/m;
            limit_req zone=kadock_requests burst=2 nodelay;
            limit_req_status 429;
            """
        let nginx = try NginxFixture(limits: limits)
        var last = try nginx.client.request("GET", "/healthz")
        for _ in 0..<3 { last = try nginx.client.request("GET", "/healthz") }
        try expectProblem(last, 429, "rate-limited")
        #expect(last.header("retry-after") == "1")
        nginx.stop()
    }

    @Test func withoutWorkersNothingHappenedAndNginxSaysSo() throws {
        let nginx = try NginxFixture(workers: 0)
        let answer = try nginx.client.request("POST", "/v1/payments", body: [0x7B, 0x7D])
        try expectProblem(answer, 503, "unavailable")
        #expect(answer.header("retry-after") == "1")
        nginx.stop()
    }
}
