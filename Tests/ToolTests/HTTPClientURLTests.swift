import HTTPClient
import Testing

/// Which URLs are taken from strangers.
@Suite struct HTTPClientURLTests {
    private static let strict = URLRules.outgoing(allowsCleartext: false, addresses: .publicOnly)

    private func refusal(_ text: String, _ rules: URLRules) -> URLRefusal? {
        do throws(URLRefusal) {
            _ = try CheckedURL(text, rules)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "M1 what is not plainly a public web server is refused",
        arguments: [
            ("", .length), ("https://" + String(repeating: "a", count: 2048), .length),
            ("http://shop.example.com/", .scheme), ("file:///etc/passwd", .syntax),
            ("gopher://shop.example.com/", .scheme),
            ("ftp://shop.example.com/", .scheme), ("javascript:alert(1)", .syntax), ("//shop.example.com/", .syntax),
            ("shop.example.com", .syntax), ("https:shop.example.com", .syntax), ("https:///x", .authority),
            ("https://169.254.169.254/latest", .address), ("https://127.0.0.1/", .address),
            ("https://10.1.2.3/", .address),
            ("https://100.100.100.200/", .address), ("https://168.63.129.16/", .address),
            ("https://0.0.0.0/", .address),
            ("https://127.1/", .authority), ("https://0x7f.1/", .authority), ("https://2130706433/", .authority),
            ("https://0177.0.0.1/", .authority), ("https://127.0.0.1./", .host), ("https://1.2.3/", .authority),
            ("https://[::ffff:127.0.0.1]/", .address), ("https://[::1]/", .address), ("https://[fd00::1]/", .address),
            ("https://[fe80::1]/", .address), ("https://[fe80::1%25eth0]/", .authority), ("https://[::]/", .address),
            ("https://[64:ff9b::7f00:1]/", .address), ("https://[2002:7f00:1::]/", .address),
            ("https://[::ffff:808:808]/", .address),
            ("https://localhost/", .address), ("https://localhost./", .host), ("https://LOCALHOST/", .address),
            ("https://a.localhost/", .address), ("https://intranet/", .address), ("https://db.internal/", .address),
            ("https://printer.local/", .address), ("https://router.home.arpa/", .address),
            ("https://shop.example.com./", .host),
            ("https://user@shop.example.com/", .syntax), ("https://user:pass@shop.example.com/", .syntax),
            ("https://shop.example.com@127.0.0.1/", .syntax), ("https://shop.example.com\\@127.0.0.1/", .characters),
            ("https://127.0.0.1%2f@shop.example.com/", .syntax), ("https://shop.example.com%2f@127.0.0.1/", .syntax),
            ("https://%31%32%37.0.0.1/", .authority), ("https://shop.example.com:3306/", .port),
            ("https://shop.example.com:9000/", .port), ("https://shop.example.com:25/", .port),
            ("https://shop.example.com:22/", .port), ("https://shop.example.com:6379/", .port),
            ("https://shop.example.com:0/", .port), ("https://shop.example.com:65536/", .syntax),
            ("https://shop.example.com:/", .authority), ("https://shop.example.com:+443/", .syntax),
            ("https://shop.example.com:0443/", .authority), ("https://shop.example.com /", .characters),
            ("https://shop.example.com/\r\nHost: x", .characters), ("https://shop.example.com/\u{0}", .characters),
            ("https://sh\u{F6}p.example.com/", .characters), ("https://-a.example.com/", .host),
            ("https://a..example.com/", .host), ("https://a.example.com-/", .host), ("https://exa!mple.com/", .syntax),
            ("https://1.2.3.4.5/", .host), ("https://\(String(repeating: "a", count: 64)).com/", .host),
        ] as [(String, URLRefusal)])
    func refuses(_ text: String, _ reason: URLRefusal) {
        #expect(refusal(text, Self.strict) == reason)
    }

    @Test(
        "Public web servers are accepted",
        arguments: [
            "https://shop.example.com", "https://shop.example.com/notify?a=1&b=%20#x", "https://Shop.Example.com/N",
            "https://shop.example.com:443/", "https://shop.example.com:8443/a", "https://xn--shp-sna.example.com/",
            "https://8.8.8.8/", "https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]:8443/",
            "https://a_b.example.com/", "HTTPS://shop.example.com/", "https://shop.example.com?x",
            "https://1a.example.com",
        ])
    func accepts(_ text: String) throws {
        let url = try CheckedURL(text, Self.strict)
        #expect(url.text == text && url.isSecure)
    }

    @Test("Rules say whether cleartext and this machine are allowed")
    func followsRules() throws {
        let open = URLRules.outgoing(allowsCleartext: true, addresses: .publicAndLoopback)
        for text in [
            "http://localhost:18080/", "http://127.0.0.1:18080/", "https://[::1]/", "http://shop.example.com/",
        ] {
            #expect(refusal(text, open) == nil)
        }
        #expect(refusal("http://10.0.0.1/", open) == .address)
        #expect(refusal("http://127.0.0.1:3306/", open) == .port)
        #expect(refusal("http://127.1/", open) == .authority)
        #expect(try CheckedURL("http://LocalHost/", open).host == "localhost")
        #expect(try !CheckedURL("http://localhost/", open).isSecure)
    }

    @Test("L4 a browser may be sent to any web server, and to nothing else")
    func checksBrowserURLs() {
        for text in ["http://localhost:3000/done", "https://10.0.0.1/", "http://shop.example.com/?x=1"] {
            #expect(refusal(text, .browser) == nil)
        }
        for text in ["javascript:alert(1)", "//evil.example.com", "data:text/html,x", "https://a@b.example.com", "/x"] {
            #expect(refusal(text, .browser) != nil)
        }
    }

    @Test(
        "M1 how far addresses reach",
        arguments: [
            ("8.8.8.8", .everywhere), ("1.1.1.1", .everywhere), ("100.63.255.255", .everywhere),
            ("100.64.0.0", .special), ("100.127.255.255", .special), ("100.128.0.0", .everywhere),
            ("9.255.255.255", .everywhere), ("10.0.0.0", .special), ("10.255.255.255", .special),
            ("11.0.0.0", .everywhere),
            ("126.255.255.255", .everywhere), ("127.0.0.0", .loopback), ("127.255.255.255", .loopback),
            ("128.0.0.1", .everywhere),
            ("169.253.1.1", .everywhere), ("169.254.0.0", .special), ("172.15.0.1", .everywhere),
            ("172.16.0.0", .special),
            ("172.31.255.255", .special), ("172.32.0.0", .everywhere), ("192.0.0.8", .special), ("192.0.2.1", .special),
            ("192.167.1.1", .everywhere), ("192.168.0.1", .special), ("198.17.1.1", .everywhere),
            ("198.18.0.0", .special),
            ("198.19.255.255", .special), ("198.20.0.0", .everywhere), ("198.51.100.7", .special),
            ("203.0.113.9", .special),
            ("0.0.0.0", .special), ("0.1.2.3", .special), ("223.255.255.255", .everywhere), ("224.0.0.1", .special),
            ("239.1.1.1", .special), ("240.0.0.1", .special), ("255.255.255.255", .special),
            ("168.63.129.16", .special),
            ("168.63.129.17", .everywhere), ("192.88.99.1", .special),
            ("::1", .loopback), ("::", .special), ("::2", .special), ("::127.0.0.1", .special),
            ("::ffff:8.8.8.8", .special),
            ("64:ff9b::808:808", .special), ("64:ff9b:1::1", .special), ("100::1", .special), ("2001::1", .special),
            ("2001:1ff::1", .special), ("2001:200::1", .everywhere), ("2001:db8::1", .special),
            ("2002:808:808::1", .special),
            ("2003::1", .everywhere), ("2606:4700:4700::1111", .everywhere), ("3ffe::1", .everywhere),
            ("3fff::1", .special),
            ("3fff:fff::1", .special), ("3fff:1000::1", .everywhere), ("4000::1", .special), ("1fff::1", .special),
            ("fc00::1", .special), ("fd00:ec2::254", .special), ("fe80::1", .special), ("fec0::1", .special),
            ("ff02::1", .special),
        ] as [(String, IPAddress.Reach)])
    func knowsReach(_ text: String, _ reach: IPAddress.Reach) throws {
        #expect(try #require(IPAddress(text)).reach == reach)
    }

    @Test(
        "Only the usual spellings are addresses",
        arguments: [
            "", "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.1 ", "1.2.3.4.5", "256.1.1.1", "fe80::1%eth0", "[::1]",
            "::1::",
            "01.2.3.4",
        ])
    func knowsSpellings(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(
        "A checked address goes on with more of a query, and with nothing else",
        arguments: [
            ("https://a.example.com/n", "https://a.example.com/n?b=c", true),
            ("https://a.example.com", "https://a.example.com?b=c", true),
            ("https://a.example.com/n?x", "https://a.example.com/n?x&b=c", true),
            ("https://a.example.com/n", "https://a.example.com/n&b=c", false),
            ("https://a.example.com/n?x", "https://a.example.com/n?x?b=c", false),
            ("https://a.example.com", "https://a.example.com.evil.com/", false),
            ("https://a.example.com", "https://a.example.com@evil.com/", false),
            ("https://a.example.com/n", "https://b.example.com/n?b=c", false),
            ("https://a.example.com/n", "https://a.example.com/n?b=c d", false),
            ("https://a.example.com/n", "https://a.example.com/n?b=c\r\nX: y", false),
            ("https://a.example.com/n", "https://a.example.com/n", false),
        ])
    func extends(_ base: String, _ text: String, _ isGood: Bool) throws {
        let url = try CheckedURL(base, Self.strict)
        let extended = url.extended(to: text)
        #expect((extended != nil) == isGood)
        if let extended { #expect(extended.text == text && extended.host == url.host && extended.isSecure) }
    }

    @Test("What is added may be as long as it likes")
    func extendsFar() throws {
        let url = try CheckedURL("https://a.example.com/n", Self.strict)
        #expect(url.extended(to: url.text + "?" + String(repeating: "x", count: 5_000)) != nil)
    }
}
