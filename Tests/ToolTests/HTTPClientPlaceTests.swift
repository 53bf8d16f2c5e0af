import HTTPClient
import Testing

/// Networks that somebody calls from, and hosts that somebody may name.
@Suite struct HTTPClientPlaceTests {
    @Test(
        "A network holds the addresses that begin as it does, and no others",
        arguments: [
            ("198.51.100.0/24", ["198.51.100.0", "198.51.100.255", "::ffff:198.51.100.7"], ["198.51.101.0", "::1"]),
            ("198.51.100.7", ["198.51.100.7"], ["198.51.100.6", "198.51.100.8"]),
            ("198.51.100.128/25", ["198.51.100.128", "198.51.100.255"], ["198.51.100.127"]),
            ("0.0.0.0/0", ["1.2.3.4", "::ffff:1.2.3.4"], ["::", "2001:db8::1"]),
            ("2001:db8::/32", ["2001:db8::", "2001:db8:ffff::1"], ["2001:db9::", "198.51.100.7"]),
            ("2001:db8:8000::/33", ["2001:db8:8000::1"], ["2001:db8:7fff::1"]),
            ("::ffff:198.51.100.0/120", ["198.51.100.9"], ["198.51.99.9", "::1"]),
            ("::/0", ["2001:db8::1"], ["198.51.100.7"]),
        ])
    func networks(_ text: String, _ inside: [String], _ outside: [String]) throws {
        let network = try #require(IPNetwork(text))
        for address in inside { #expect(network.contains(try #require(IPAddress(address))), "\(address)") }
        for address in outside { #expect(!network.contains(try #require(IPAddress(address))), "\(address)") }
    }

    @Test(
        "What is no network, or says two things at once",
        arguments: [
            "", "/", "/24", "198.51.100.0/", "198.51.100.0/33", "198.51.100.0/-1", "198.51.100.0/+8",
            "198.51.100.0/08", "198.51.100.7/24", "198.51.100/24", "2001:db8::/129", "2001:db8::1/32",
            "::ffff:198.51.100.7/120", "198.51.100.0/24/24", "198.51.100.0 /24", "localhost", "198.51.100.0/a",
        ])
    func noNetworks(_ text: String) { #expect(IPNetwork(text) == nil) }

    private func url(_ text: String) throws -> CheckedURL { try CheckedURL(text, .browser) }

    @Test("A host is itself alone, with a star all that is below it too")
    func hosts() throws {
        let one = try #require(HostPattern("pay.example.com"))
        let all = try #require(HostPattern("*.example.com"))
        #expect(one.matches(try url("https://PAY.example.com:8443/x?y")))
        for other in ["https://example.com/", "https://a.pay.example.com/", "https://pay.example.com.evil.org/"] {
            #expect(!one.matches(try url(other)), "\(other)")
        }
        for below in ["https://example.com/", "http://a.example.com/", "https://b.a.example.com/"] {
            #expect(all.matches(try url(below)), "\(below)")
        }
        for other in ["https://badexample.com/", "https://example.com.evil.org/", "https://com/"] {
            #expect(!all.matches(try url(other)), "\(other)")
        }
        #expect(HostPattern("198.51.100.7")?.matches(try url("https://198.51.100.7/")) == true)
        #expect(HostPattern("[2001:db8::1]")?.matches(try url("https://[2001:db8::1]/")) == true)
    }

    @Test(
        "What no URL could name is no host",
        arguments: [
            "", "*", "*.", "*.*.example.com", "a.*.com", "Pay.example.com", "pay.example.com/", "pay.example.com:443",
            "user@pay.example.com", "https://pay.example.com", "*.198.51.100.7", "pay example.com", "pay.example.com.",
        ])
    func noHosts(_ text: String) { #expect(HostPattern(text) == nil) }
}
