import Testing

@testable import Docking

struct AddressTests {
    @Test(
        "Our own address",
        arguments: [
            ("https://localhost:8443", "https", "localhost:8443", "https://localhost:8443"),
            ("https://Pay.Example/", "https", "pay.example", "https://Pay.Example"),
            ("http://pay.example:80", "http", "pay.example", "http://pay.example:80"),
            ("https://[::1]:8443", "https", "[::1]:8443", "https://[::1]:8443"),
        ])
    func base(text: String, scheme: String, authority: String, kept: String) throws {
        let address = try #require(BaseAddress(text))
        #expect(address.scheme == scheme && address.authority == authority && address.text == kept)
    }

    @Test(
        "What is no address of ours",
        arguments: ["", "pay.example", "ftp://x", "https://", "https://a/b", "https://a@b", "https://a b"])
    func noBase(text: String) { #expect(BaseAddress(text) == nil) }

    @Test(
        "IP addresses",
        arguments: [
            ("192.0.2.1", true), ("0.0.0.0", true), ("255.255.255.255", true), ("256.1.1.1", false), ("1.2.3", false),
            ("01.2.3.4", false), ("1.2.3.4.5", false), ("0x7f.1.1.1", false), ("2130706433", false), ("::", true),
            ("::1", true), ("2001:db8::1", true), ("1:2:3:4:5:6:7:8", true), ("1:2:3:4:5:6:7::", true),
            ("1:2:3:4:5:6:7:8:9", false), ("1::2::3", false), ("1:2:3:4:5:6:7", false), ("::ffff:192.0.2.1", true),
            ("::ffff:192.0.2", false), ("12345::", false), (":1:2:3:4:5:6:7", false), ("fe80::1%eth0", false),
            ("", false),
            (":", false), (":::", false), ("g::", false), ("1.2.3.4::", false),
        ])
    func internet(text: String, isGood: Bool) { #expect(InternetAddress.isWellFormed(text) == isGood) }

    @Test("Queries are read as forms are")
    func query() {
        func pair(_ name: String, _ value: String) -> Query.Pair {
            Query.Pair(name: Array(name.utf8), value: Array(value.utf8))
        }
        #expect(
            Query("a=1&b=&c&=d&&e=f=g&a+b=%20%2B%zz%4").pairs == [
                pair("a", "1"), pair("b", ""), pair("c", ""), pair("", "d"), pair("e", "f=g"), pair("a b", " +%zz%4"),
            ])
    }
}
