import FastCGI
import Foundation
import FoundationNetworking
import JSON
import Testing

/// What reaches a worker, which one, and what comes back.
@Suite struct NginxForwardingTests {
    @Test("I8t: what a worker is told comes from nginx, whatever a client's headers say")
    func parameters() throws {
        let nginx = try NginxFixture()
        let answer = try nginx.client.request(
            "POST", "/v1/payments?a=1&b=%2F",
            headers: [
                "Content-Type: application/json", "X-Forwarded-For: 1.2.3.4", "X-Real-IP: 1.2.3.4",
                "X_Real_IP: 1.2.3.4", "Proxy: http://evil.example", "Kadock-Internal: 1", "Kadock-Request-Id: mine",
                "Remote-Addr: 1.2.3.4", "Idempotency-Key: k1", "Signature: sig1=:AA==:",
            ], body: Array("{}".utf8))
        #expect(answer.status == 200)
        let seen = try #require(nginx.seen.first)
        let request = seen.request
        #expect(
            seen.ownNames == [
                "REQUEST_METHOD", "REQUEST_URI", "CONTENT_TYPE", "CONTENT_LENGTH", "REMOTE_ADDR", "KADOCK_REQUEST_ID",
            ])
        #expect(["127.0.0.1", "::1"].contains(request["REMOTE_ADDR"]))
        #expect(request["REQUEST_URI"] == "/v1/payments?a=1&b=%2F")
        #expect(request["CONTENT_TYPE"] == "application/json" && request["CONTENT_LENGTH"] == "2")
        #expect(request["KADOCK_REQUEST_ID"] == answer.header("x-request-id"))
        #expect(request["HTTP_PROXY"] ?? "" == "")
        #expect(request["HTTP_X_REAL_IP"] == "1.2.3.4" && request["HTTP_REMOTE_ADDR"] == "1.2.3.4")
        #expect(request.parameters.filter { $0.name == "HTTP_X_REAL_IP" }.count == 1)
        #expect(request["HTTP_IDEMPOTENCY_KEY"] == "k1" && request["HTTP_SIGNATURE"] == "sig1=:AA==:")
        #expect(request["KADOCK_INTERNAL"] == nil)
        nginx.stop()
    }

    @Test("a worker that is full hands on to the next: the same request, with the same id and body")
    func nextWorker() throws {
        let nginx = try NginxFixture { seen in
            seen.worker == 1
                ? "Status: 503\r\nContent-Type: application/problem+json\r\n\r\n{\"full\":true}"
                : "Status: 201\r\nContent-Type: application/json\r\n\r\n{\"worker\":2}"
        }
        for _ in 0..<4 {
            let answer = try nginx.client.request("POST", "/v1/payments", body: Array("{\"x\":1}".utf8))
            #expect(answer.status == 201 && answer.body == "{\"worker\":2}")
        }
        let tries = Dictionary(grouping: nginx.seen) { $0.request["KADOCK_REQUEST_ID"] ?? "" }
        #expect(tries.count == 4)
        #expect(tries.values.contains { $0.map(\.worker) == [1, 2] })
        #expect(nginx.seen.allSatisfy { $0.body == Array("{\"x\":1}".utf8) })
        nginx.stop()
    }

    @Test("a worker's own refusals pass as they are, also when all workers give them")
    func refusalsPass() throws {
        let nginx = try NginxFixture { seen in
            let status = seen.request.path == "/full" ? 503 : 504
            return "Status: \(status)\r\nContent-Type: application/problem+json\r\nRetry-After: 7\r\n\r\n{\"mine\":1}"
        }
        for (path, status) in [("/full", 503), ("/pending", 504)] {
            let answer = try nginx.client.request("POST", path, body: [])
            #expect(answer.status == status && answer.body == "{\"mine\":1}" && answer.header("retry-after") == "7")
        }
        // 504 means that somebody works on it: asking another worker would change nothing.
        #expect(nginx.seen.filter { $0.request.path == "/pending" }.count == 1)
        #expect(nginx.seen.filter { $0.request.path == "/full" }.count == 2)
        nginx.stop()
    }

    @Test("an answer that is none is asked of another worker; when all fail, nobody knows, and nginx says so")
    func brokenWorkers() throws {
        let nginx = try NginxFixture { _ in "this is no header" }
        let answer = try nginx.client.request("POST", "/v1/payments", body: [])
        #expect(answer.status == 504 && answer.header("retry-after") == "1")
        #expect(try JSONReader.parse(Array(answer.body.utf8))["type"] == .string("/problems/outcome-pending"))
        #expect(Set(nginx.seen.map(\.worker)) == [1, 2])
        nginx.stop()
    }

    @Test("security headers stand on every answer, once; what a worker says of caching stays")
    func headers() throws {
        let nginx = try NginxFixture { seen in
            seen.request.path == "/cached"
                ? "Status: 200\r\nCache-Control: max-age=60\r\n\r\nx" : "Status: 404\r\n\r\nx"
        }
        let answers = [
            try nginx.client.request("GET", "/"), try nginx.client.request("PUT", "/"),
            try nginx.client.request("GET", "/metrics"), try nginx.client.request("GET", "/", host: "x.example"),
            try nginx.client.request("GET", "/cached"),
        ]
        for answer in answers {
            for name in [
                "strict-transport-security", "x-content-type-options", "x-frame-options", "referrer-policy",
                "content-security-policy", "cross-origin-resource-policy", "x-request-id", "cache-control",
            ] {
                #expect(answer.headers.filter { $0.name == name }.count == 1, "\(answer.status): \(name)")
            }
            #expect(answer.header("server") == "nginx")
        }
        #expect(answers.map { $0.header("cache-control") } == Array(repeating: "no-store", count: 4) + ["max-age=60"])
        nginx.stop()
    }

    @Test("logs are JSON, hold no arguments and tell what was asked for even when nginx refused it")
    func logs() throws {
        let nginx = try NginxFixture()
        _ = try nginx.client.request("GET", "/api.php?key=SECRET1", headers: ["User-Agent: a\"b"])
        _ = try nginx.client.request("DELETE", "/refused?key=SECRET2")
        _ = try nginx.client.request("GET", "/two%0Alines?key=SECRET3")
        let logs = nginx.logs(containing: "/api.php", "/refused", "lines")
        #expect(!logs.contains("SECRET"))
        let lines = try logs.split(separator: "\n").map { try JSONReader.parse(Array($0.utf8)) }
        let refused = try #require(lines.first { $0["uri"] == .string("/refused") })
        #expect(refused["method"] == .string("DELETE") && refused["status"] == .string("405"))
        #expect(lines.contains { $0["uri"] == .string("/two\nlines") })
        #expect(lines.contains { $0["agent"] == .string("a\"b") })
        nginx.stop()
    }

    @Test("metrics are for the loopback listener only")
    func metrics() throws {
        let nginx = try NginxFixture()
        #expect(try nginx.client.request("GET", "/metrics").status == 404)
        #expect(nginx.seen.isEmpty)
        let url = try #require(URL(string: "http://127.0.0.1:\(nginx.metricsPort)/metrics"))
        #expect(try String(contentsOf: url, encoding: .utf8) == "ok")
        #expect(nginx.seen.map { $0.request["KADOCK_INTERNAL"] } == ["1"])
        nginx.stop()
    }

    @Test("connections to workers are kept: many requests, few connections")
    func keptConnections() throws {
        let nginx = try NginxFixture(workers: 1)
        for _ in 0..<40 { #expect(try nginx.client.request("GET", "/healthz").status == 200) }
        #expect(nginx.seen.count == 40)
        // One nginx process keeps one for requests that come one after the other.
        #expect(nginx.connectionsSoFar <= 8)
        nginx.stop()
    }
}
