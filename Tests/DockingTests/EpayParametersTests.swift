import Testing

@testable import Docking

struct EpayParametersTests {
    private func values(query: String?, form: String = "") throws -> [String: String] {
        let parameters = try EpayParameters(query: query.map { $0[...] }, form: Array(form.utf8))
        let pairs = parameters.values.map {
            (String(decoding: $0.key, as: UTF8.self), String(decoding: $0.value, as: UTF8.self))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test(
        "Parameters come from one place, act from either",
        arguments: [
            ("pid=1&money=2", "", ["pid": "1", "money": "2"]),
            ("pid=1&money=2", "name=x&pid=9", ["pid": "1", "money": "2"]),
            (nil, "pid=1&money=2", ["pid": "1", "money": "2"]),
            ("", "pid=1&money=2", ["pid": "1", "money": "2"]),
            ("money=5&name=x", "pid=1", ["pid": "1"]),
            ("pid=", "pid=1&money=2", ["pid": ""]),
            ("act=order", "pid=1", ["pid": "1", "act": "order"]),
            ("pid=1", "act=refund&money=5", ["pid": "1", "act": "refund"]),
            ("act=order", "pid=1&act=order", ["pid": "1", "act": "order"]),
            ("act=order", "", ["act": "order"]),
            (nil, "", [:]),
        ] as [(String?, String, [String: String])])
    func places(query: String?, form: String, expected: [String: String]) throws {
        #expect(try values(query: query, form: form) == expected)
    }

    @Test(
        "A name with two values is refused, with one value twice it is not",
        arguments: [
            ("pid=1&money=1&money=2", "", "money"), ("pid=1&pid=2", "", "pid"), ("", "pid=1&sign=a&sign=b", "sign"),
            ("pid=1&x=1&x=", "", "x"), ("pid=1&mone%79=1&money=1.0", "", "money"),
            ("act=order", "pid=1&act=refund", "act"), ("pid=1&act=order", "act=refund", "act"),
            ("pid=1&money=1&money=1", "", nil), ("pid=1&pid=1", "pid=2", nil), ("pid=1&a[]=1&a[]=2", "", nil),
        ] as [(String, String, String?)])
    func twice(query: String, form: String, name: String?) {
        var failure: EpayParameters.Failure?
        do throws(EpayParameters.Failure) {
            _ = try EpayParameters(query: query[...], form: Array(form.utf8))
        } catch {
            failure = error
        }
        #expect(failure == name.map(EpayParameters.Failure.ambiguous))
    }

    @Test("Arrays and values without a name mean nothing")
    func arrays() throws {
        #expect(try values(query: "pid=1&money[]=5&a%5Bb%5D=6&=7&&c") == ["pid": "1", "c": ""])
    }

    @Test("Values are the bytes that came, decoded once")
    func bytes() throws {
        let parameters = try EpayParameters(
            query: nil, form: Array("pid=1&name=a+b%2Bc%2541%20&gbk=%C4%E3&raw=".utf8) + [0xC4, 0xE3])
        #expect(parameters.bytes("name") == Array("a b+c%41 ".utf8))
        #expect(parameters.bytes("gbk") == [0xC4, 0xE3] && parameters.bytes("raw") == [0xC4, 0xE3])
        #expect(parameters.bytes("none").isEmpty)
        #expect(try parameters.text("name") == "a b+c%41 " && parameters.text("none") == nil)
        #expect(throws: EpayParameters.Failure.notText("gbk")) { try parameters.text("gbk") }
    }

    @Test(
        "Who asks",
        arguments: [
            ("", EpayRefusal.nothingSent), ("act=query", .nothingSent), ("pid=", .missing(.pid)),
            ("pid=shop-1", .unknownMerchant), ("pid=0", .unknownMerchant), ("pid=01001", .unknownMerchant),
            ("pid=-1", .unknownMerchant), ("pid=%2B1", .unknownMerchant), ("pid=1.0", .unknownMerchant),
            ("pid=+1", .unknownMerchant), ("pid=9223372036854775808", .unknownMerchant),
            ("pid=%EF%BC%91", .unknownMerchant), ("pid=%FF", .unknownMerchant),
        ])
    func nobody(query: String, refusal: EpayRefusal) throws {
        let parameters = try EpayParameters(query)
        #expect(throws: refusal) { try parameters.pid() }
    }

    @Test("A merchant's number", arguments: [("1001", 1001), ("9223372036854775807", Int64.max)])
    func somebody(text: String, pid: Int64) throws { #expect(try EpayParameters("pid=" + text).pid() == pid) }
}
