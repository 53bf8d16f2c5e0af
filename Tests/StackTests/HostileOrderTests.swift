import DevStack
import Foundation
import JSON
import OpenSSL
import Testing

@testable import DemoShop

/// What no honest shop sends, signed by one all the same, through nginx: refused in the caller's protocol, or shown so
/// that it does nothing.
@Suite("Hostile orders") struct HostileOrderTests {
    private let stack: DevStack
    private let shop: HostileShop

    init() throws {
        stack = try TestStack.shared.get().stack
        shop = try HostileShop(stack)
    }

    /// Neither called nor opened.
    static let addresses = [
        "javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)", "file:///etc/passwd", "ftp://shop.example/", "about:blank", "blob:https://shop.example/1",
        "//evil.example/", "/demo", "evil.example", "http:\\\\evil.example", "http:/\\evil.example",
        "https:evil.example",
        "https://", "https:///x", "https://?x", "https://a@evil.example/", "https://shop.example:x@evil.example/",
        "https://shop.example\\@evil.example/", "https://shop.example/\nSet-Cookie:a=b", "https://shop.example/\r\n",
        "https://shop.example/\u{0}", "https://shop.example/ x", "https://shop.example/<script>",
        "https://shop.example/\"",
        "https://shop.example:99999/", "https://shop.example:/", "https://[::1", "https://shop%2eexample/",
        "https://例え.example/", "https://shop.example/\u{202E}", "\u{FEFF}https://shop.example/",
        "https://" + String(repeating: "a", count: 1020),
    ]

    /// Good to open, but not for us to call: the machine's own network and its neighbours.
    static let inside = [
        "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/",
        "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/", "http://shop.example:22/",
    ]

    @Test(
        "Addresses that are none are refused at every door, in its own words, and nothing is made", arguments: addresses
    )
    func address(_ address: String) throws {
        for field in ["notify_url", "return_url"] {
            let form = shop.form(shop.order("A", [field: address]))
            #expect(shop.code(try shop.post("/mapi.php", form)) == -1, "\(field)")
            for page in [try shop.post("/submit.php", form), try shop.get("/submit.php?" + form)] {
                #expect(page.status == 200 && page.body.contains("无法支付") && page.header("location") == nil)
                #expect(!page.body.contains("alert(1)") && !page.body.contains("evil"))
            }
            try refused(by: field, address)
        }
        #expect(try shop.made() == 0)
    }

    @Test("What leads into a network of ours is never called", arguments: inside)
    func neverCalled(_ address: String) throws {
        #expect(shop.code(try shop.post("/mapi.php", shop.form(shop.order("I", ["notify_url": address])))) == -1)
        try refused(by: "notify_url", address)
        #expect(try shop.made() == 0)
    }

    /// The door of the v1 API, which names the field.
    private func refused(by field: String, _ address: String) throws {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.field("out_trade_no", shop.prefix + "V")
            writer.field("amount", 100)
            writer.field("currency", "CNY")
            writer.field("subject", "card")
            writer.field(named: field, .string(address))
        }
        let answer = try server().post("/v1/payments", writer.bytes)
        #expect(answer.status == 422 && answer.body["errors"]?.elements.first?["field"]?.text == field)
    }

    private func server() throws -> TourClient {
        let secret = try #require(Base64.decode(shop.merchant.hmacKey))
        return TourClient(plan(keyID: shop.merchant.hmacKeyID, key: secret))
    }

    private func plan(keyID: String = "", key: [UInt8] = []) -> TourPlan {
        TourPlan(
            gateway: stack.description.baseURL, authorityFile: stack.directory.authorityFile, keyID: keyID, key: key,
            payer: "", login: "", pin: "", settle: { _ in false })
    }

    // MARK: What is signed

    @Test("A name that holds another amount or number is refused, whole or cut apart; other ampersands are text")
    func ambiguity() throws {
        for (name, extra) in [("a&money=0.01", "money"), ("a&out_trade_no=\(shop.prefix)other", "out_trade_no")] {
            let whole = shop.order("C", ["name": name])
            #expect(shop.code(try shop.post("/mapi.php", shop.form(whole))) == -3)
            // The same signature, cut where the payer likes it.
            let sign = ShopSignature.sign(whole, key: shop.merchant.md5Key)
            let rest = whole.filter { $0.key != "name" && $0.key != extra }
            let cut = ShopForm.text(of: rest.map { (name: $0.key, value: $0.value) })
            for place in [
                "&name=a&\(name.dropFirst(2))", "&name=a&\(name.dropFirst(2))&\(extra)=\(whole[extra] ?? "")",
            ] {
                let code = shop.code(try shop.post("/mapi.php", cut + place + "&sign=" + sign))
                #expect(code == -1 || code == -3, "\(place)")
            }
        }
        #expect(try shop.made() == 0)
        let param = "a&b=c&d"
        let made = try shop.post("/mapi.php", shop.form(shop.order("D", ["param": param])))
        #expect(shop.code(made) == 1)
        let seen = try shop.post(
            "/api.php?act=order",
            ShopForm.text(of: [
                ("pid", String(shop.merchant.pid)), ("key", shop.merchant.md5Key), ("out_trade_no", shop.prefix + "D"),
            ]))
        #expect(shop.json(seen)?["param"]?.text == param)
    }

    @Test(
        "Names twice, broken escapes and bytes that are no text are refused; arrays mean nothing",
        arguments: [
            ("&money=2.00", -1), ("&out_trade_no=other", -1), ("&name=x", -1), ("&pid=1", -1), ("&sign=0", -1),
            ("&param=%FF", -1), ("&param=%C0%AF", -1), ("&param=%E0%80%AF", -1), ("&param=%ED%A0%80", -1),
            ("&param=%F5%80%80%80", -1), ("&type=%80", -1), ("&type=a%00", -1),
        ])
    func wire(_ more: String, _ code: Int64) throws {
        // What is appended is signed along, so that nothing but its form can be at fault.
        let fields = shop.order("W")
        let pieces = more.dropFirst().split(separator: "=", maxSplits: 1)
        let plain = ShopForm.text(of: fields.map { (name: $0.key, value: $0.value) })
        let isNew = fields[String(pieces[0])] == nil && pieces[0] != "sign"
        let sign =
            isNew
            ? try signed(fields, String(pieces[0]), raw: String(pieces[1]))
            : ShopSignature.sign(fields, key: shop.merchant.md5Key)
        for path in ["/mapi.php", "/submit.php"] {
            let answer = try shop.post(path, plain + "&sign=" + sign + more)
            if path == "/mapi.php" {
                #expect(shop.code(answer) == code)
            } else {
                #expect(answer.status == 200 && answer.body.contains("无法支付"))
            }
        }
        #expect(try shop.made() == 0)
    }

    /// The signature over the fields and one whose value is bytes behind percent signs.
    private func signed(_ fields: [String: String], _ name: String, raw: String) throws -> String {
        var bytes: [UInt8] = []
        var rest = Array(raw.utf8)[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "%"),
                let value = Hex.decode(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self))
            {
                bytes += value
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        var all = fields.mapValues { Array($0.utf8) }
        all[name] = bytes
        let text = all.sorted { $0.key < $1.key }.map { Array("\($0.key)=".utf8) + $0.value }
            .joined(separator: [UInt8(ascii: "&")])
        return Hex.encode(Digest.md5(Array(text) + Array(shop.merchant.md5Key.utf8)))
    }

    @Test("Arrays, the same twice and broken escapes are what the protocol's servers make of them")
    func harmless() throws {
        let form = shop.form(shop.order("H"))
        for more in ["&a%5B%5D=1&a%5B%5D=2", "&b[]=x", "&name=card", "&=nobody", "&&&"] {
            #expect(shop.code(try shop.post("/mapi.php", form + more)) == 1, "\(more)")
        }
        #expect(try shop.made() == 1)
    }

    @Test("200 KB is refused before a worker sees it; 60 KB of name is cut, 60 KB of anything else refused")
    func large() throws {
        let huge = shop.form(shop.order("L", ["name": String(repeating: "n", count: 200_000)]))
        for path in ["/mapi.php", "/submit.php", "/api.php?act=order", "/docking", "/api/pay/create"] {
            #expect(try shop.post(path, huge).status == 413, "\(path)")
        }
        #expect(try shop.get("/submit.php?" + huge.prefix(30_000)).status == 414)
        for field in ["param", "type", "out_trade_no", "notify_url", "return_url", "money", "clientip"] {
            let form = shop.form(shop.order("L", [field: String(repeating: "9", count: 60_000)]))
            #expect(shop.code(try shop.post("/mapi.php", form)) == -1, "\(field)")
        }
        #expect(try shop.made() == 0)
        let cut = shop.form(shop.order("M", ["name": String(repeating: "会", count: 6_000)]))
        #expect(shop.code(try shop.post("/mapi.php", cut)) == 1)
    }

    // MARK: What is shown

    static let names = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onclick='alert(1)",
        "</bdi></dd><h1>free</h1>",
        "\u{202E}gpj.exe", "\u{2066}\u{2067}\u{2068}a", "\u{200F}\u{200E}x", "שלום 100", "a\"\u{301}b",
        "&lt;b&gt;&#60;",
        "{{t.paid}}", "${7*7}",
    ]

    @Test("Names with markup, quotes and marks of direction are text in a frame of their own")
    func names() throws {
        var browser = TourBrowser(plan())
        let payer = try #require(stack.description.payers.last { $0.merchant == nil })
        for (index, name) in Self.names.enumerated() {
            let made = try shop.post("/mapi.php", shop.form(shop.order("N\(index)", ["name": name])))
            #expect(shop.code(made) == 1)
            var bill = try browser.open(try #require(shop.json(made)?["payurl"]?.text))
            if var signIn = TourForm.all(in: bill.html).first(where: { $0.has("login") }) {
                try isHarmless(bill.html, name)
                try isHarmless(try browser.open(bill.path + "/sandbox").html, name)
                signIn.fill("login", payer.login)
                signIn.fill("pin", payer.pin)
                bill = try browser.send(signIn)
            }
            try isHarmless(bill.html, name)
            let consent = try #require(TourForm.all(in: bill.html).first { $0["act"] == "pay" })
            try isHarmless(try browser.send(consent).html, name)
        }
        let account = try browser.open("/account").html
        for name in Self.names { try isHarmless(account, name) }
    }

    /// The name stands there escaped, and nothing that it holds reaches beyond its own element.
    private func isHarmless(_ html: String, _ name: String) throws {
        let escaped = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")]
            .reduce(name) { $0.replacing($1.0, with: $1.1) }
        // A quotation mark with an accent on it is kept apart from it.
        let shown = name.unicodeScalars.contains("\u{301}") ? "<bdi>a" : "<bdi>\(escaped)</bdi>"
        #expect(html.contains(shown), "\(html)")
        for mark in ["<script>alert", "<img src=x", "onclick='", "<h1>free"] { #expect(!html.contains(mark)) }
        // Marks of direction stand in isolated elements only.
        let outside = html.replacing(/<bdi>[^<]*<\/bdi>/, with: "")
        let marks: ClosedRange<UInt32> = 0x2066...0x2069
        #expect(
            !outside.unicodeScalars.contains { marks.contains($0.value) || (0x202A...0x202E).contains($0.value) },
            "a mark of direction outside of its frame")
    }
}
