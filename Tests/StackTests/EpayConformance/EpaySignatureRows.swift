import Merchants
import Testing

/// epay.md §1.2: the MD5 signature, to the byte, through nginx.
@Suite("epay 1.2 the signature of V1", .serialized)
struct EpaySignatureRows {
    private let room: EpayRoom
    private let shop: EpayPeer

    init() throws {
        room = try EpayRoom.shared.get()
        shop = try room.shop()
    }

    private func order(_ changes: [(name: String, value: String?)] = []) -> [EpayPeer.Field] {
        shop.order("S-\(room.next())", notify: "http://127.0.0.1:18080/n", changes)
    }

    private func create(_ fields: [EpayPeer.Field]) throws -> Int64? { try shop.post("/mapi.php", fields).code }

    @Test("all parameters received are signed, known or unknown")
    func everything() throws {
        let fields = order([(name: "sitename", value: "小店"), (name: "cid", value: "7"), (name: "Zz", value: "z")])
        #expect(try create(shop.signed(fields)) == 1)
        let unsigned = shop.signed(order()) + [(name: "sitename", value: "added later")]
        #expect(try create(unsigned) == -3)
    }

    @Test("drop: sign, sign_type, arrays, empty values")
    func dropped() throws {
        let fields = order([(name: "param", value: ""), (name: "device", value: "")])
        #expect(try create(shop.signed(fields) + [(name: "a[]", value: "1"), (name: "a[]", value: "2")]) == 1)
    }

    @Test("sort by key in byte order, values raw and not URL-encoded")
    func sorted() throws {
        #expect(
            try create(shop.signed(order([(name: "Param", value: "A"), (name: "param", value: "a b&c=+%41")]))) == 1)
        let encoded = order([(name: "param", value: "a b")])
        let wrong = shop.md5(encoded.map { ($0.name, $0.value.replacing(" ", with: "+")) })
        #expect(try create(encoded + [(name: "sign", value: wrong)]) == -3)
    }

    @Test("the key is appended directly, lower-case hex, compared exactly")
    func exact() throws {
        let fields = order()
        #expect(try create(fields + [(name: "sign", value: shop.md5(fields).uppercased())]) == -3)
        let other = EpayPeer.text(fields) + "&key="
        #expect(try create(fields + [(name: "sign", value: shop.md5([(name: "x", value: other)]))]) == -3)
    }

    @Test("sign_type absent or empty means MD5, another one is refused", arguments: [nil, "", "MD5"])
    func signType(type: String?) throws {
        #expect(try create(shop.signed(order(), type: type)) == 1)
        #expect(try create(shop.signed(order(), type: "SHA256")) == -3)
    }

    @Test("what counts as empty: nothing but the empty value, or white space too, or nothing at all")
    func spellings() throws {
        let blank = order([(name: "param", value: " "), (name: "return_url", value: "")])
        for isDropped in [{ $0.isEmpty }, { $0.allSatisfy(\.isWhitespace) }, { _ in false }] as [(String) -> Bool] {
            let fields = blank.map { $0.name == "out_trade_no" ? ($0.name, "S-\(room.next())") : $0 }
            #expect(try create(fields + [(name: "sign", value: shop.md5(fields, dropping: isDropped))]) == 1)
        }
        // No fourth one: the blank value kept, the empty one too, but something else left out.
        let fields = order([(name: "param", value: "x")])
        #expect(try create(fields + [(name: "sign", value: shop.md5(fields) { $0 == "x" })]) == -3)
    }

    @Test("a value of 0 is not empty, spaces around a value are signed as they are")
    func zero() throws {
        #expect(try create(shop.signed(order([(name: "param", value: "0"), (name: "name", value: " a ")]))) == 1)
        let fields = order([(name: "name", value: " a ")])
        let trimmed = shop.md5(fields.map { ($0.name, $0.name == "name" ? "a" : $0.value) })
        #expect(try create(fields + [(name: "sign", value: trimmed)]) == -3)
    }

    @Test("the ambiguity of & and =: no other amount and no other order in the same signed text")
    func ambiguity() throws {
        let (number, notify) = ("S-\(room.next())", "http://127.0.0.1:18080/n?a=1")
        let honest = shop.order(number, notify: notify + "&out_trade_no=T")
        let sign = shop.md5(honest)
        #expect(try create(honest + [(name: "sign", value: sign)]) == -3)
        // The same text cut another way: the address ends earlier, and the order is another one.
        let cut = shop.order("T&out_trade_no=\(number)", notify: notify)
        #expect(EpayPeer.text(cut) == EpayPeer.text(honest))
        #expect(try create(cut + [(name: "sign", value: sign)]) == -3)
        // A parameter that decides nothing may be cut as anybody likes.
        #expect(try create(shop.signed(order([(name: "param", value: "a&b=c")]))) == 1)
    }

    @Test("a name given twice with two values is refused, with one value it is once")
    func twice() throws {
        let fields = shop.signed(order())
        #expect(try create(fields + [(name: "money", value: "0.01")]) == -1)
        #expect(try create(fields + [(name: "money", value: "1.00")]) == 1)
    }

    @Test("nobody else's key, and no key", arguments: ["", "0123456789abcdef0123456789abcdef"])
    func otherKey(key: String) throws {
        let fields = order()
        let thief = try room.shop(secrets: try MerchantSecrets.draw())
        #expect(try create(fields + [(name: "sign", value: thief.md5(fields))]) == -3)
        #expect(try create(fields + [(name: "sign", value: key)]) == -3)
    }
}
