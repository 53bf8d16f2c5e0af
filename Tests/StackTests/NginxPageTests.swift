import DevStack
import FastCGI
import PageFiles
import Testing

/// What nginx does for the pages of payers: their files, their policy, their limits, and a page when nobody is there.
@Suite struct NginxPageTests {
    @Test func filesAreServedWithTheirTypesAndMayBeKept() throws {
        let nginx = try NginxFixture()
        for (name, type) in [
            ("kadock.css", "text/css"), ("kadock.js", "text/javascript"), ("kadock.svg", "image/svg+xml"),
            ("away.html", "text/html"), ("bootstrap.min.css", "text/css"),
        ] {
            let answer = try nginx.client.request("GET", "/static/\(name)")
            #expect(answer.status == 200 && answer.header("content-type") == type, "\(name)")
            #expect(answer.headers.filter { $0.name == "cache-control" }.map(\.value) == ["max-age=3600"], "\(name)")
            #expect(answer.header("x-content-type-options") == "nosniff")
        }
        let script = try #require(PageFiles.statics.first { $0.name == "kadock.js" })
        #expect(Array(try nginx.client.request("GET", "/static/kadock.js").body.utf8) == script.content)
        for path in ["/static/", "/static/nothing"] {
            #expect([403, 404].contains(try nginx.client.request("GET", path).status), "\(path)")
        }
        #expect(nginx.seen.allSatisfy { !$0.request.path.hasPrefix("/static") })
        nginx.stop()
    }

    @Test func aPageKeepsItsOwnPolicy() throws {
        let nginx = try NginxFixture { _ in
            "Status: 200 OK\r\nContent-Type: text/html\r\nContent-Security-Policy: script-src 'self'\r\n\r\nx"
        }
        for path in ["/pay/1", "/account", "/docking"] {
            let answer = try nginx.client.request("GET", path)
            let policies = answer.headers.filter { $0.name == "content-security-policy" }.map(\.value)
            #expect(policies == ["script-src 'self'"], "\(path)")
            #expect(answer.header("x-frame-options") == "DENY" && answer.header("referrer-policy") == "no-referrer")
        }
        nginx.stop()
    }

    @Test func withoutWorkersAPersonIsToldToLookAgain() throws {
        let nginx = try NginxFixture(workers: 0)
        for (method, path) in [("GET", "/pay/1"), ("POST", "/pay/1"), ("GET", "/account"), ("POST", "/docking")] {
            let answer = try nginx.client.request(method, path, body: method == "POST" ? [] : nil)
            #expect(answer.status == 503 && answer.header("content-type") == "text/html", "\(path)")
            #expect(answer.body.contains("Not available right now") && answer.header("cache-control") == "no-store")
        }
        nginx.stop()
    }

    @Test("L5t: forms of one address are few; looking at pages is not limited by them")
    func forms() throws {
        let nginx = try NginxFixture()
        let statuses = try (0..<60).map { _ in try nginx.client.request("POST", "/pay/1", body: []) }
        #expect(statuses.first?.status == 200)
        let refused = try #require(statuses.first { $0.status == 429 })
        #expect(refused.body.contains("Too many requests"))
        #expect(try nginx.client.request("GET", "/pay/1").status == 200)
        #expect(try nginx.client.request("POST", "/v1/payments", body: []).status == 200)
        nginx.stop()
    }

    @Test func aMissingPackageIsNamed() throws {
        #expect(
            throws: StackFailure.missingPackage(program: SystemFile.bootstrap.rawValue, package: "libjs-bootstrap5")
        ) {
            try SystemFile.bootstrap.check(below: "/nowhere")
        }
        try SystemFile.bootstrap.check()
    }
}
