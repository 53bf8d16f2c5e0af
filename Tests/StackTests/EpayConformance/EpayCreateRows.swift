import HTTPClient
import JSON
import Testing

/// epay.md §1.4: `mapi.php`.
@Suite("epay 1.4 mapi.php", .serialized)
struct EpayCreateRows {
    private let room: EpayRoom
    private let shop: EpayPeer

    init() throws {
        room = try EpayRoom.shared.get()
        shop = try room.shop()
    }

    private func order(_ changes: [(name: String, value: String?)] = []) -> [EpayPeer.Field] {
        shop.order("M-\(room.next())", notify: "http://127.0.0.1:18080/n", changes)
    }

    @Test("form POST and GET: code 1 as a number, trade_no as text, payurl")
    func created() throws {
        let fields = shop.signed(order())
        let made = try shop.post("/mapi.php", fields)
        #expect(made.status == 200 && made.mediaType.hasPrefix("application/json"))
        #expect(made.json?["code"] == .integer(1) && made["trade_no"]?.utf8.count == 19)
        #expect(made["payurl"]?.hasPrefix(shop.base + "/pay/") == true)
        let again = try shop.get("/mapi.php", fields)
        #expect(again["trade_no"] == made["trade_no"] && again["payurl"] == made["payurl"])
    }

    @Test(
        "clientip has to be an address of version 4 or 6",
        arguments: [
            ("203.0.113.9", true), ("2001:db8::1", true), ("::ffff:1.2.3.4", true), ("", false), ("1.2.3", false),
            ("localhost", false),
        ])
    func clientIP(address: String, isTaken: Bool) throws {
        let made = try shop.post("/mapi.php", shop.signed(order([(name: "clientip", value: address)])))
        #expect((made.code == 1) == isTaken)
        if address.isEmpty { #expect(made.message == "用户IP地址(clientip)不能为空") }
    }

    @Test(
        "device and names shared with V2 are taken and mean nothing",
        arguments: ["pc", "mobile", "qq", "wechat", "alipay", "jump", "whatever"])
    func device(device: String) throws {
        let fields = order([
            (name: "device", value: device), (name: "method", value: "web"), (name: "auth_code", value: "1"),
            (name: "sub_openid", value: "o"), (name: "sub_appid", value: "a"),
        ])
        #expect(try shop.post("/mapi.php", shop.signed(fields)).code == 1)
    }

    @Test("return_url is not needed here")
    func noReturn() throws {
        #expect(try shop.post("/mapi.php", shop.signed(order([(name: "return_url", value: nil)]))).code == 1)
    }

    @Test("errors: -1 a field, -3 the signature or the merchant, -4 nothing passed, all with status 200")
    func errors() throws {
        func told(_ fields: [EpayPeer.Field]) throws -> (Int64?, String?, Int) {
            let answer = try shop.post("/mapi.php", fields)
            return (answer.code, answer.message, answer.status)
        }
        #expect(try told(shop.signed(order([(name: "money", value: "x")]))) == (-1, "金额不合法", 200))
        #expect(try told(order() + [(name: "sign", value: "x")]) == (-3, "MD5签名校验失败", 200))
        #expect(try told(shop.signed(order([(name: "pid", value: "999999")]))) == (-3, "商户不存在！", 200))
        #expect(try told([]) == (-4, "未传入任何参数", 200))
        let empty = try shop.send(.post, "/mapi.php", "")
        #expect(empty.code == -4)
    }

    @Test("pid is a decimal integer, written in one way", arguments: ["shop-1", "0", "01001", "1e3", "-1", "1001.0"])
    func pids(pid: String) throws {
        #expect(try shop.post("/mapi.php", shop.signed(order([(name: "pid", value: pid)]))).code == -3)
    }
}
