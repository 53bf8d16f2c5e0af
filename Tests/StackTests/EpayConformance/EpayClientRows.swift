import HTTPClient
import Testing

/// epay.md §1.10: where clients disagree, and all of them are right.
@Suite("epay 1.10 clients", .serialized)
struct EpayClientRows {
    private let room: EpayRoom
    private let shop: EpayPeer

    init() throws {
        room = try EpayRoom.shared.get()
        shop = try room.shop()
    }

    private func order(_ changes: [(name: String, value: String?)] = []) -> [EpayPeer.Field] {
        shop.order("C-\(room.next())", notify: "http://127.0.0.1:18080/n", changes)
    }

    @Test("transport: GET link, POST form, POST and GET of mapi.php, an empty query behind submit.php")
    func transport() throws {
        let fields = shop.signed(order())
        #expect(try shop.get("/submit.php", fields).status == 302)
        #expect(try shop.post("/submit.php?", fields).status == 302)
        #expect(try shop.get("/mapi.php", fields).code == 1)
        #expect(try shop.post("/mapi.php", fields).code == 1)
    }

    @Test("transport: a PHP array posted by curl, which is multipart/form-data")
    func multipart() throws {
        func body(_ fields: [EpayPeer.Field]) -> String {
            fields.map { "--xyz\r\nContent-Disposition: form-data; name=\"\($0.name)\"\r\n\r\n\($0.value)\r\n" }
                .joined() + "--xyz--\r\n"
        }
        let type = "multipart/form-data; boundary=xyz"
        let fields = order([(name: "param", value: "a b&c=+%41")])
        #expect(try shop.send(.post, "/mapi.php", body(shop.signed(fields)), type: type).code == 1)
        #expect(try shop.send(.post, "/submit.php", body(shop.signed(fields)), type: type).status == 302)
        let ask: [EpayPeer.Field] = [("pid", String(shop.pid)), ("key", shop.md5Key)]
        #expect(try shop.send(.post, "/api.php?act=query", body(ask), type: type).code == 1)
        #expect(try shop.send(.post, "/api/pay/create", body(try shop.signedV2(order())), type: type).code == 0)
        #expect(try shop.send(.post, "/mapi.php", String(body(shop.signed(fields)).dropLast(9)), type: type).code == -4)
    }

    @Test("money form, type or none, name an order number", arguments: ["1", "10.5", "1.00"])
    func forms(money: String) throws {
        let fields = order([
            (name: "money", value: money), (name: "type", value: nil), (name: "name", value: "C20261126-1"),
        ])
        #expect(try shop.get("/submit.php", shop.signed(fields)).status == 302)
    }

    @Test("extra signed fields", arguments: ["sitename", "device", "cid", "a_new_one"])
    func extra(name: String) throws {
        #expect(try shop.post("/mapi.php", shop.signed(order([(name: name, value: "x y")]))).code == 1)
    }

    @Test("return_url empty: unsigned by most, signed by some")
    func emptyReturn() throws {
        let unsigned = order([(name: "return_url", value: "")])
        #expect(try shop.get("/submit.php", shop.signed(unsigned)).status == 302)
        let signed = order([(name: "return_url", value: "")])
        let sign = shop.md5(signed, dropping: { _ in false })
        #expect(try shop.get("/submit.php", signed + [(name: "sign", value: sign)]).status == 302)
    }

    @Test("HTML quoting: a name that was changed on its way is refused, a name with marks is taken")
    func quoting() throws {
        let fields = order([(name: "name", value: "a'b\"c<d&amp;e")])
        #expect(try shop.post("/mapi.php", shop.signed(fields)).code == 1)
        let cut = shop.signed(fields).map { $0.name == "name" ? ($0.name, "a") : $0 }
        #expect(try shop.post("/mapi.php", cut).code == -3)
    }

    @Test("a repeated order and a repeated refund from a client that lost its answer")
    func repeated() throws {
        let fields = shop.signed(order())
        let number = try #require(fields.first { $0.name == "out_trade_no" }?.value)
        let made = try shop.post("/mapi.php", fields)
        try room.pay(try #require(made["payurl"]))
        #expect(try shop.post("/mapi.php", fields).message == "该订单(\(number))已完成支付，请勿重复发起支付")
        let refund: [EpayPeer.Field] = [("out_trade_no", number), ("money", "1.00")]
        let first = try shop.tell("refund", refund)
        #expect(first.code == 1)
        #expect(try shop.tell("refund", refund)["refund_no"] == first["refund_no"])
    }
}
