import Testing

/// epay.md §1.9: money.
@Suite("epay 1.9 money", .serialized)
struct EpayMoneyRows {
    private let room: EpayRoom
    private let shop: EpayPeer

    init() throws {
        room = try EpayRoom.shared.get()
        shop = try room.shop()
    }

    @Test(
        "what is taken, and what it is",
        arguments: [
            ("1", "1.00"), ("1.0", "1.00"), ("1.00", "1.00"), ("10.5", "10.50"), ("0.1", "0.10"), ("0.01", "0.01"),
            ("1000000.00", "1000000.00"), (".5", "0.50"), ("5.", "5.00"), ("007", "7.00"), ("1.500", "1.50"),
        ])
    func taken(written: String, amount: String) throws {
        let number = "Y-\(room.next())"
        let fields = shop.order(number, notify: "http://127.0.0.1:18080/n", [(name: "money", value: written)])
        #expect(try shop.post("/mapi.php", shop.signed(fields)).code == 1)
        #expect(try shop.ask("order", [(name: "out_trade_no", value: number)])["money"] == amount)
    }

    @Test(
        "what is refused",
        arguments: [
            "", "0", "0.00", "-1", "+1", "1e2", " 1", "1 ", "1,000", "1.005", "1.2.3", "１", "0x10", "NaN", ".",
            "99999999999999999999", "10000000000.01",
        ])
    func refused(written: String) throws {
        let fields = shop.order(
            "Y-\(room.next())", notify: "http://127.0.0.1:18080/n", [(name: "money", value: written)])
        let answer = try shop.post("/mapi.php", shop.signed(fields))
        #expect(answer.code == -1 && answer.message == (written.isEmpty ? "金额(money)不能为空" : "金额不合法"))
    }
}
