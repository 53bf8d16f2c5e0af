import OpenSSL
import Testing

@testable import Docking

/// The docking page's look at a signature: what it says of requests that shops are known to send.
@Suite("Signature self-test") struct SelfTestTests {
    /// A request of V1 and what is wrong with it. The signature is that of `signed`, whatever was sent.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let sent: String
        let verdict: SelfTest.Verdict
    }

    private static let shop = EpayShop()
    private static let now: Int64 = 1_700_000_000

    /// `money=1.00&name=…&pid=1001`, encoded as a form, in this order.
    private static func form(_ fields: [(String, String)], _ sign: String, _ more: String = "") -> String {
        EpayShop.encoded(fields.map { (name: $0.0, value: $0.1) } + [(name: "sign", value: sign)]) + more
    }

    /// Signed over this text, sent as this.
    private static func made(
        _ name: String, _ fields: [(String, String)], over text: String, _ verdict: SelfTest.Verdict,
        more: String = ""
    ) -> Case {
        Case(testDescription: name, sent: form(fields, shop.hash(text), more), verdict: verdict)
    }

    private static let plain = [("pid", "1001"), ("money", "1.00"), ("name", "a b")]
    private static let sorted = "money=1.00&name=a b&pid=1001"
    private static func md5(_ text: String) -> String { Hex.encode(Digest.md5(Array(text.utf8))) }

    static let cases: [Case] = [
        made("right", plain, over: sorted, .right),
        made("right, with sign_type", plain, over: sorted, .right, more: "&sign_type=MD5"),
        made("right, with an array", plain, over: sorted, .right, more: "&a%5B%5D=1"),
        made("right, the same twice", plain, over: sorted, .right, more: "&pid=1001"),
        made("right, without a name", plain, over: sorted, .right, more: "&=x"),
        made("right, empty dropped", plain + [("param", "")], over: sorted, .right),
        made("empty kept", plain + [("param", "")], over: sorted.replacing("&pid", with: "&param=&pid"), .rightHere),
        made("blank dropped", plain + [("param", " ")], over: sorted, .rightHere),
        made("percent-encoded", plain, over: "money=1.00&name=a%20b&pid=1001", .mistaken([.encoded])),
        made("form-encoded", plain, over: "money=1.00&name=a+b&pid=1001", .mistaken([.formEncoded])),
        made(
            "Chinese encoded", [("name", "会员"), ("pid", "1")], over: "name=%E4%BC%9A%E5%91%98&pid=1",
            .mistaken([.encoded])),
        made(
            "escaped for HTML", [("name", "<a&'\">"), ("pid", "1")], over: "name=&lt;a&amp;&#039;&quot;&gt;&pid=1",
            .mistaken([.escaped])),
        made("unsorted", plain, over: "pid=1001&money=1.00&name=a b", .mistaken([.unsorted])),
        made(
            "sign_type signed", plain, over: sorted + "&sign_type=MD5", .mistaken([.typeSigned]),
            more: "&sign_type=MD5"),
        made(
            "trimmed", [("name", " a "), ("pid", "1")], over: "name=a&pid=1", .mistaken([.trimmed])),
        made(
            "encoded twice", [("name", "a%20b"), ("pid", "1")], over: "name=a b&pid=1", .mistaken([.doubleEncoded])),
        made("&key=", plain, over: sorted + "&key=", .mistaken([.ampersandKey])),
        Case(
            testDescription: "without the key", sent: form(plain, md5(sorted)), verdict: .mistaken([.keyMissing])),
        Case(
            testDescription: "the key in front", sent: form(plain, md5(shop.key + sorted)),
            verdict: .mistaken([.keyFirst])),
        Case(
            testDescription: "upper case", sent: form(plain, shop.hash(sorted).uppercased()),
            verdict: .mistaken([.upperCase])),
        Case(
            testDescription: "upper case, &key=", sent: form(plain, shop.hash(sorted + "&key=").uppercased()),
            verdict: .mistaken([.ampersandKey, .upperCase])),
        made(
            "unsorted and encoded", plain, over: "pid=1001&money=1.00&name=a%20b", .mistaken([.encoded, .unsorted])),
        Case(testDescription: "another key", sent: form(plain, md5(sorted + "another")), verdict: .wrong),
        made(
            "two readings", [("name", "a&money=0.01"), ("money", "9.00")], over: "money=9.00&name=a&money=0.01",
            .twoReadings),
        made("two values", plain, over: sorted, .ambiguous, more: "&money=2.00"),
        Case(testDescription: "unsigned", sent: "pid=1&money=1", verdict: .unsigned),
        made("another type", plain, over: sorted, .foreignType, more: "&sign_type=md5"),
        Case(testDescription: "the key itself", sent: "act=order&pid=1&key=abc&out_trade_no=1", verdict: .plainKey),
        Case(testDescription: "nothing", sent: "  \r\n", verdict: .nothingSent),
        Case(testDescription: "a word", sent: "hello", verdict: .nothingSent),
        Case(testDescription: "JSON", sent: #"{"pid":1}"#, verdict: .nothingSent),
        Case(
            testDescription: "a hundred and one", sent: (0...100).map { "a\($0)=1" }.joined(separator: "&"),
            verdict: .tooMany),
        Case(
            testDescription: "an address",
            sent: "\n https://pay.example/submit.php?" + form(plain, shop.hash(sorted)) + "#x\r\n", verdict: .right),
        Case(
            testDescription: "an address in a value",
            sent: form(plain + [("return_url", "https://a/?b=c")], shop.hash(sorted + "&return_url=https://a/?b=c")),
            verdict: .right),
    ]

    @Test("V1", arguments: cases)
    func first(_ one: Case) {
        var request = SelfTestRequest(sent: Array(one.sent.utf8))
        request.key = Array(Self.shop.key.utf8)
        #expect(SelfTest(request, now: Self.now).verdict == one.verdict)
    }

    @Test("Without a key the steps are shown and nothing is said of the signature")
    func unchecked() {
        let test = SelfTest(
            SelfTestRequest(sent: Array(Self.form(Self.plain + [("x", "")], "0").utf8)), now: Self.now)
        #expect(test.verdict == .unchecked && test.text == Array(Self.sorted.utf8) && test.age == nil)
        #expect(test.parameters.map(\.fate) == [.signed, .signed, .signed, .empty, .signature])
    }

    @Test("What is right here is what the doors take, and the other way round", arguments: cases)
    func sameAsTheDoors(_ one: Case) throws {
        var request = SelfTestRequest(sent: Array(one.sent.utf8))
        request.key = Array(Self.shop.key.utf8)
        let verdict = SelfTest(request, now: Self.now).verdict
        let query = one.sent.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
        guard !one.testDescription.contains("address"), verdict != .plainKey else { return }
        let isTaken: Bool
        do {
            try EpaySignature.verify(
                EpayParameters(query: nil, form: Array(query.utf8)), key: Array(Self.shop.key.utf8))
            isTaken = true
        } catch {
            isTaken = false
        }
        #expect(isTaken == [.right, .rightHere].contains(verdict))
    }

    @Test(
        "The first difference, whole characters of it",
        arguments: [
            ("a=1&b=2", "a=1&b=3", 6, "2", "3"), ("a=1", "a=1&b=2", 3, "", "&b=2"), ("a=会员", "a=会费", 5, "员", "费"),
            ("a=会", "a=企", 2, "会", "企"), ("a=1", "b=1", 0, "a=1", "b=1"),
        ])
    func difference(ours: String, theirs: String, offset: Int, left: String, right: String) throws {
        let difference = try #require(TextDifference(ours: Array(ours.utf8), theirs: Array(theirs.utf8)))
        #expect(difference.offset == offset && difference.theirRest == theirs.utf8.count - offset)
        #expect(difference.ours == Array(left.utf8) && difference.theirs == Array(right.utf8))
        #expect(TextDifference(ours: Array(ours.utf8), theirs: Array(ours.utf8)) == nil)
    }

    @Test("A text with the key behind it is compared without it, and its mistake has a name")
    func texts() {
        var request = SelfTestRequest(sent: Array(Self.form(Self.plain, "0").utf8))
        request.key = Array(Self.shop.key.utf8)
        for ending in ["", Self.shop.key, "&key=" + Self.shop.key] {
            request.text = Array((Self.sorted + ending).utf8)
            #expect(SelfTest(request, now: Self.now).difference == nil)
            request.text = Array(("pid=1001&money=1.00&name=a b" + ending).utf8)
            let test = SelfTest(request, now: Self.now)
            #expect(test.difference?.offset == 0 && test.textMistakes == [.unsorted])
        }
        request.text = Array("something else".utf8)
        #expect(SelfTest(request, now: Self.now).textMistakes == nil)
    }

    @Test(
        "What hides is shown by its number",
        arguments: [
            ("a b", "a b"), (" a ", "\u{2423}a\u{2423}"), ("a\u{202E}b", "a[U+202E]b"), ("\u{FEFF}x", "[U+FEFF]x"),
            ("a\u{A0}b\n", "a[U+00A0]b[U+000A]"), ("\u{600}1", "[U+0600]1"), ("\u{200B}", "[U+200B]"), ("会员", "会员"),
            ("\0", "[U+0000]"), ("", ""),
        ])
    func visible(text: String, shown: String) {
        #expect(VisibleText.of(Array(text.utf8)) == shown)
    }

    @Test("Bytes that are no text are shown as bytes")
    func brokenBytes() {
        #expect(VisibleText.of([0x61, 0xFF, 0xE4, 0xBC]) == "a[FF][E4][BC]")
    }

    // MARK: V2

    @Test("V2: right, mistakes, age, and keys in either form")
    func second() throws {
        let key = try PrivateKey.generateRSA(bits: 2048)
        let time = String(Self.now)
        let text = "money=1.00&name=a b&pid=1001&timestamp=\(time)"
        let fields = Self.plain + [("timestamp", time)]
        func test(_ text: String, _ change: (String) -> String = { $0 }, publicKey: String? = nil) throws -> SelfTest {
            let sign = Base64.encode(try key.sign(Array(text.utf8)))
            var request = SelfTestRequest(
                version: .v2, sent: Array(change(Self.form(fields, sign, "&sign_type=RSA")).utf8))
            request.publicKey = publicKey ?? String(decoding: key.publicKey.pem(), as: UTF8.self)
            return SelfTest(request, now: Self.now + 10)
        }
        let right = try test(text)
        #expect(right.verdict == .right && right.age == .seconds(10))
        #expect(try test(text, publicKey: Base64.encode(key.publicKey.der())).verdict == .right)
        #expect(try test(text, publicKey: "nonsense").verdict == .unreadableKey)
        #expect(try test(text, publicKey: "").verdict == .unchecked)
        #expect(try test(text.replacing("&time", with: "&sign_type=RSA&time")).verdict == .mistaken([.typeSigned]))
        #expect(try test(text.replacing("a b", with: "a%20b")).verdict == .mistaken([.encoded]))
        #expect(try test(text + "x").verdict == .wrong)
        #expect(try test(text) { $0.replacing("&sign_type=RSA", with: "") }.verdict == .foreignType)
        let late = try test(text) { $0.replacing("timestamp=\(time)", with: "timestamp=\(Self.now - 400)") }
        #expect(late.age == .seconds(410) && late.age?.isGood == false && late.verdict == .wrong)
        #expect(try test(text) { $0.replacing("timestamp=\(time)", with: "timestamp=1") }.age == .malformed)
        #expect(try test(text) { $0.replacing("timestamp=\(time)", with: "x=1") }.age == .missing)
        // As it arrives when nobody encoded it: each plus a space.
        var verdicts: [SelfTest.Verdict] = []
        for number in 0..<20 {
            let sign = Base64.encode(try key.sign(Array((text + "&z=\(number)").utf8)))
            let form = Self.form(fields + [("z", String(number))], "", "&sign_type=RSA")
            verdicts.append(try test(text, { _ in form.replacing("sign=&", with: "sign=\(sign)&") }).verdict)
        }
        #expect(verdicts.contains(.mistaken([.plusLost])))
        #expect(verdicts.allSatisfy { $0 == .right || $0 == .mistaken([.plusLost]) })
    }
}
