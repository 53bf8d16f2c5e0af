import Foundation
import HTTPClient
import OpenSSL
import Testing

/// Requests against a small server on this machine.
@Suite struct HTTPClientTests {
    private static let rules = URLRules.outgoing(allowsCleartext: true, addresses: .publicAndLoopback)
    private static let limits = OutgoingLimits(totalMilliseconds: 20_000, bodyBytes: 1000, headerBytes: 2000)
    private let client = HTTPClient(policy: .publicAndLoopback)

    private func get(
        _ server: LocalServer, _ path: String, _ limits: OutgoingLimits = limits
    ) throws -> OutgoingRequest {
        OutgoingRequest(.get, try CheckedURL("http://localhost:\(server.port)\(path)", Self.rules), limits: limits)
    }

    private func failure(_ body: () throws -> Void) -> HTTPClientFailure.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? HTTPClientFailure)?.kind
        }
    }

    @Test("A request arrives as it was made, and so does its answer")
    func sends() throws {
        let server = try LocalServer()
        let url = try CheckedURL("http://127.0.0.1:\(server.port)/echo?a=%20b", Self.rules)
        let request = OutgoingRequest(
            .post, url, headers: [("Content-Type", "application/json"), ("X-Empty", ""), ("Signature", "a=:b=:")],
            body: Array(#"{"a":1}"#.utf8))
        for _ in 0..<2 {
            let response = try client.send(request)
            #expect(response.status == 200)
            #expect(response["x-padded"] == "v")
            let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n").map(String.init)
            #expect(lines.first == "POST /echo?a=%20b")
            for line in ["content-type: application/json", "x-empty: ", "signature: a=:b=:", "content-length: 7"] {
                #expect(lines.contains(line))
            }
            #expect(!lines.contains { $0.hasPrefix("expect:") })
            #expect(lines.last == #"{"a":1}"#)
        }
        let empty = try client.send(OutgoingRequest(.post, url))
        #expect(String(decoding: empty.body, as: UTF8.self).contains("content-length: 0"))
        #expect(String(decoding: try client.send(get(server, "/echo")).body, as: UTF8.self).hasPrefix("GET /echo\n"))
    }

    @Test("M3 redirections are answers, not followed")
    func doesNotRedirect() throws {
        let server = try LocalServer()
        let response = try client.send(get(server, "/redirect"))
        #expect(response.status == 302)
        #expect(response["location"] == "/echo")
    }

    @Test("M3 sizes and time are bounded, and nothing is unpacked")
    func isBounded() throws {
        let server = try LocalServer()
        #expect(try client.send(get(server, "/size/1000")).body.count == 1000)
        #expect(failure { _ = try client.send(get(server, "/size/1001")) } == .tooLarge)
        #expect(failure { _ = try client.send(get(server, "/endless")) } == .tooLarge)
        #expect(failure { _ = try client.send(get(server, "/headers")) } == .tooLarge)
        let packed = try client.send(get(server, "/gzip"))
        #expect(packed.body.starts(with: [0x1F, 0x8B]))
        let short = OutgoingLimits(totalMilliseconds: 300, bodyBytes: 1000)
        #expect(failure { _ = try client.send(get(server, "/drip", short)) } == .timedOut)
        #expect(try client.send(get(server, "/echo")).status == 200)
    }

    @Test("Of an answer that does not end, as much as fits is told with the failure")
    func tellsBeginnings() throws {
        let server = try LocalServer()
        let request = try get(server, "/size/1700")
        do throws(HTTPClientFailure) {
            _ = try client.send(request)
            Issue.record("nobody noticed")
        } catch {
            #expect(error.kind == .tooLarge && error.answer?.status == 200)
            #expect(error.answer?.body == Array(repeating: UInt8(ascii: "x"), count: 1000))
        }
    }

    @Test("A pool keeps clients with their connections, for each host its own")
    func keepsConnections() throws {
        let server = try LocalServer()
        let pool = HTTPClientPool(policy: .publicAndLoopback)
        for host in ["localhost", "127.0.0.1", "localhost", "127.0.0.1"] {
            let url = try CheckedURL("http://\(host):\(server.port)/echo", Self.rules)
            #expect(try pool.send(OutgoingRequest(.get, url)).status == 200)
        }
        #expect(server.requestCount == 4 && server.connectionCount == 2)
    }

    @Test("What is not HTTP, or breaks off, is a failure")
    func noticesBrokenAnswers() throws {
        let server = try LocalServer()
        #expect(failure { _ = try client.send(get(server, "/garbage")) } == .broken)
        #expect(failure { _ = try client.send(get(server, "/short")) } == .broken)
        #expect(failure { _ = try client.send(get(server, "/close")) } == .broken)
    }

    @Test("M2 the address is checked when it is connected to, whatever the name said")
    func refusesAddresses() throws {
        let server = try LocalServer()
        let strict = HTTPClient(policy: .publicOnly)
        // A name that was fine when it was saved and now leads to this machine.
        #expect(failure { _ = try strict.send(get(server, "/echo")) } == .addressRefused)
        #expect(server.requestCount == 0)
        #expect(try client.send(get(server, "/echo")).status == 200)
        #expect(server.requestCount == 1)
    }

    @Test("Nobody there, and no such name")
    func noticesAbsence() throws {
        let server = try LocalServer()
        let request = try get(server, "/echo")
        server.stop()
        #expect(failure { _ = try client.send(request) } == .notConnected)
        let unknown = try CheckedURL("http://kadock.invalid/", Self.rules)
        #expect(failure { _ = try client.send(OutgoingRequest(.get, unknown)) } == .nameUnknown)
    }

    @Test(
        "N4 header lines cannot be smuggled in",
        arguments: [
            ("X", "a\r\nY: b"), ("X", "a\nb"), ("X", "a\u{0}b"), ("X: a\r\nY", "b"), ("", "a"), ("X Y", "a"),
            ("X", "a\u{7F}"),
        ])
    func refusesHeaders(_ name: String, _ value: String) throws {
        let url = try CheckedURL("http://127.0.0.1:18080/", Self.rules)
        let request = OutgoingRequest(.get, url, headers: [(name, value)])
        #expect(failure { _ = try client.send(request) } == .invalidRequest)
    }

    @Test("Environment variables set no proxy")
    func ignoresProxies() async {
        // In a process of its own, as the environment is everybody's.
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "all_proxy", "ALL_PROXY"] { unsafe setenv(name, "http://127.0.0.1:1", 1) }
            let server = try LocalServer()
            let url = try CheckedURL("http://localhost:\(server.port)/echo", Self.rules)
            let response = try HTTPClient(policy: .publicAndLoopback).send(OutgoingRequest(.get, url))
            try #require(response.status == 200)
        }
    }

    @Test("M3 certificates are verified: authority, name and version")
    func verifiesCertificates() throws {
        let authority = try CertificateAuthority(name: "Test CA", validDays: 30)
        let directory = try Scratch()
        try directory.write("ca.crt", authority.certificatePEM)
        let trusting = HTTPClient(
            policy: .publicAndLoopback, certificateAuthorityFile: directory.url.appending(path: "ca.crt").path)
        let right = try LocalServer(authority.issue(names: ["localhost"], addresses: ["127.0.0.1"], validDays: 7))
        for host in ["localhost", "127.0.0.1"] {
            let url = try CheckedURL("https://\(host):\(right.port)/echo", Self.rules)
            #expect(try trusting.send(OutgoingRequest(.get, url)).status == 200)
            #expect(failure { _ = try client.send(OutgoingRequest(.get, url)) } == .insecure)
        }
        let wrong = try LocalServer(authority.issue(names: ["shop.example.com"], addresses: [], validDays: 7))
        let url = try CheckedURL("https://localhost:\(wrong.port)/echo", Self.rules)
        #expect(failure { _ = try trusting.send(OutgoingRequest(.get, url)) } == .insecure)
        let plain = try LocalServer()
        let cleartext = try CheckedURL("https://localhost:\(plain.port)/echo", Self.rules)
        #expect(failure { _ = try trusting.send(OutgoingRequest(.get, cleartext)) } == .insecure)
    }
}
