import DeliveryReceiver
import Policies
import Testing
import Values

/// epay.md §1.7 and §1.8: what a shop is told, by us and by its payer's browser.
@Suite("epay 1.7 1.8 notify and return", .serialized)
struct EpayNotifyRows {
    private let room: EpayRoom
    private let shop: EpayPeer

    init() throws {
        room = try EpayRoom.shared.get()
        shop = try room.shop()
    }

    /// A paid order: what came to its notify_url first, and where the payer's browser was sent.
    private func paid(
        _ changes: [(name: String, value: String?)] = [], v2: Bool = false
    ) throws -> (notice: [EpayPeer.Field], path: String, back: String?) {
        let url = room.notifyURL()
        let order = shop.order("N-\(room.next())", notify: url, changes)
        let made =
            v2
            ? try shop.post("/api/pay/create", try shop.signedV2(order))
            : try shop.post("/mapi.php", shop.signed(order))
        let back = try room.pay(try #require(made["payurl"] ?? made["pay_info"], "\(made.text)"))
        let arrival = try #require(try room.notices(url).first)
        #expect(arrival.method == "GET" && arrival.body.isEmpty)
        return (EpayPeer.fields(arrival.path), arrival.path, back)
    }

    private func names(_ fields: [EpayPeer.Field]) -> String { fields.map(\.name).joined(separator: " ") }

    private func isGood(_ fields: [EpayPeer.Field]) -> Bool {
        fields.first { $0.name == "sign" }?.value == shop.md5(fields)
    }

    @Test("V1: GET, the protocol's order of names, TRADE_SUCCESS, two decimals, signed with MD5")
    func v1() throws {
        let (notice, _, _) = try paid([(name: "param", value: "a b&c"), (name: "money", value: "10.5")])
        #expect(names(notice) == "pid trade_no out_trade_no type name money trade_status param sign sign_type")
        #expect(isGood(notice))
        let values = Dictionary(notice.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        #expect(values["pid"] == String(shop.pid) && values["money"] == "10.50" && values["param"] == "a b&c")
        #expect(values["trade_status"] == "TRADE_SUCCESS" && values["sign_type"] == "MD5" && values["type"] == "alipay")
    }

    @Test("V2: the time behind it, signed with the platform's RSA key")
    func v2() throws {
        let (notice, _, back) = try paid([(name: "param", value: "p")], v2: true)
        #expect(
            names(notice) == "pid trade_no out_trade_no type name money trade_status param timestamp sign_type sign")
        #expect(shop.isFromPlatform(notice) && notice.contains { $0 == ("sign_type", "RSA") })
        #expect(shop.isFromPlatform(EpayPeer.fields(try #require(back))))
    }

    @Test("nothing empty, no name that a shop would trim or strip of backslashes, no unsigned name")
    func nothingEmpty() throws {
        for (name, told) in [(" x ", "x"), ("a\\b", "product"), ("点卡", "点卡")] {
            let (notice, _, _) = try paid([
                (name: "type", value: ""), (name: "param", value: ""), (name: "name", value: name),
                (name: "sitename", value: "s"),
            ])
            #expect(names(notice) == "pid trade_no out_trade_no name money trade_status sign sign_type")
            #expect(notice.first { $0.name == "name" }?.value == told && isGood(notice))
            #expect(!notice.contains { $0.value.isEmpty })
        }
    }

    @Test("the notify_url keeps its bytes; with a query of its own the parameters come behind an ampersand")
    func ownQuery() throws {
        let url = room.notifyURL() + "?wc-api=X&a=%2f&amp;b=1"
        let order = shop.order("N-\(room.next())", notify: url)
        let made = try shop.post("/mapi.php", shop.signed(order))
        try room.pay(try #require(made["payurl"]))
        let arrival = try #require(try room.notices(String(url.prefix { $0 != "?" })).first)
        #expect(arrival.path.contains("?wc-api=X&a=%2f&amp;b=1&pid=\(shop.pid)&trade_no="))
    }

    @Test("a space is a plus on the wire")
    func plus() throws {
        let (_, path, _) = try paid([(name: "name", value: "a b"), (name: "param", value: "c d")])
        #expect(path.contains("&name=a+b&") && path.contains("&param=c+d&"))
    }

    @Test("return_url gets the same parameters, behind what it has already; none before the money has moved")
    func back() throws {
        let (notice, _, back) = try paid([(name: "return_url", value: "https://shop.example/r?order_id=7")])
        let address = try #require(back)
        #expect(address.hasPrefix("https://shop.example/r?order_id=7&pid=\(shop.pid)&trade_no="))
        #expect(names(Array(EpayPeer.fields(address).dropFirst())) == names(notice))
        #expect(EpayPeer.fields(address).contains { $0 == ("sign", notice.first { $0.name == "sign" }?.value ?? "") })
    }

    @Test("of money that is held a shop hears nothing, then what was captured of it")
    func held() throws {
        var policy = Policy()
        policy.mode = .preauth
        let shop = try room.shop(policy: policy)
        let (url, number) = (room.notifyURL(), "N-\(room.next())")
        let made = try shop.post(
            "/mapi.php", shop.signed(shop.order(number, notify: url, [(name: "money", value: "5")])))
        #expect(try room.pay(try #require(made["payurl"])) == nil, "a shop takes whoever comes back for one who paid")
        #expect(try room.notices(url, count: 0).isEmpty)
        #expect(try shop.tell("capture", [("out_trade_no", number), ("money", "4.20")]).code == 1)
        let notice = EpayPeer.fields(try #require(try room.notices(url).first).path)
        #expect(notice.first { $0.name == "money" }?.value == "4.20")
        #expect(notice.first { $0.name == "sign" }?.value == shop.md5(notice))
    }
}
