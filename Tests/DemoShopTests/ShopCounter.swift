import DevStack
import Foundation

@testable import DemoShop

/// A shop with nobody else there: what the gateway would say is written by the test.
struct ShopCounter {
    static let key = "a-secret-of-the-shop"

    let home: TemporaryDirectory
    let shop: Shop

    init() throws {
        home = try TemporaryDirectory()
        shop = try Shop(Self.settings(home))
    }

    /// The same shop after a restart.
    func reopened() throws -> Shop { try Shop(Self.settings(home)) }

    private static func settings(_ home: TemporaryDirectory) -> ShopSettings {
        ShopSettings(
            gateway: "https://pay.example", authorityFile: "", pid: 1001, md5Key: key,
            notifyURL: "http://127.0.0.1:1/demo/notify", address: "https://shop.example", folder: "\(home.path)/shop")
    }

    func get(_ target: String, language: String? = "en") -> ShopResponse {
        shop.answer(ShopRequest(method: "GET", target: target, acceptLanguage: language))
    }

    func post(_ target: String, _ body: String = "") -> ShopResponse {
        shop.answer(ShopRequest(method: "POST", target: target, body: Array(body.utf8), acceptLanguage: "en"))
    }

    /// Orders something; its number.
    func order(_ goods: String = "membership") -> String {
        let place = post("/demo/orders", "goods=\(goods)").header("location") ?? ""
        return String(place.dropFirst("/demo/orders/".count).prefix { $0 != "/" })
    }

    /// What the gateway says of an order that was paid; `changes` are made before it signs, `tampering` after.
    func words(
        _ number: String, _ changes: [String: String] = [:], tampering: [String: String] = [:], key: String = Self.key
    ) -> String {
        var fields = [
            "pid": "1001", "trade_no": "1234567890123456789", "out_trade_no": number, "name": "30 days",
            "money": "19.90", "trade_status": "TRADE_SUCCESS", "param": "membership",
        ].merging(changes) { $1 }
        fields["sign"] = ShopSignature.sign(fields, key: key)
        fields["sign_type"] = "MD5"
        return ShopForm.text(of: fields.merging(tampering) { $1 }.map { (name: $0.key, value: $0.value) })
    }
}

extension ShopResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
