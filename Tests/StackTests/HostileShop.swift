import DevStack
import Foundation
import HTTPClient
import JSON
import MariaDB
import OpenSSL

@testable import DemoShop

/// A shop with a key of its own that sends what no shop should, byte for byte, through nginx.
struct HostileShop {
    let stack: DevStack
    let merchant: DemoMerchant
    /// How its orders' numbers begin.
    let prefix = "X\(UUID().uuidString.prefix(8))"
    private let client: RawHTTPS

    init(_ stack: DevStack) throws {
        self.stack = stack
        guard let merchant = stack.description.merchants.first else { throw ShopFailure(reason: "no merchant") }
        self.merchant = merchant
        client = RawHTTPS(port: stack.port, authorityFile: stack.directory.authorityFile)
    }

    /// A good order with some fields as given.
    func order(_ number: String, _ changes: [String: String] = [:]) -> [String: String] {
        [
            "pid": String(merchant.pid), "out_trade_no": prefix + number, "money": "1.00", "name": "card",
            "notify_url": "https://shop.example/notify", "return_url": "https://shop.example/back",
            "clientip": "192.0.2.9",
        ].merging(changes) { $1 }
    }

    /// Signed over these bytes, whatever is sent.
    func sign(_ text: String) -> String { Hex.encode(Digest.md5(Array((text + merchant.md5Key).utf8))) }

    /// Signed and encoded.
    func form(_ fields: [String: String]) -> String {
        let signed = fields.merging(["sign": ShopSignature.sign(fields, key: merchant.md5Key)]) { $1 }
        return ShopForm.text(of: signed.map { (name: $0.key, value: $0.value) })
    }

    /// A form sent to a door as it is.
    func post(_ path: String, _ form: String) throws -> RawAnswer {
        try client.request(
            "POST", path, headers: ["Content-Type: application/x-www-form-urlencoded"], body: Array(form.utf8))
    }

    func get(_ target: String) throws -> RawAnswer { try client.request("GET", target) }

    /// The object of an answer, whatever its chunks; nil: there is none.
    func json(_ answer: RawAnswer) -> JSONValue? {
        guard answer.status == 200, let start = answer.body.firstIndex(of: "{"),
            let end = answer.body.lastIndex(of: "}")
        else { return nil }
        return try? JSONReader.parse(Array(answer.body[start...end].utf8))
    }

    /// The `code` of an answer of `mapi.php`; nil: it is no answer of the protocol.
    func code(_ answer: RawAnswer) -> Int64? {
        guard case .integer(let code)? = json(answer)?["code"] else { return nil }
        return code
    }

    /// How many payments there are under its numbers.
    func made() throws -> Int64 {
        let session = try Session(stack.database.address(.admin))
        defer { session.close() }
        let pattern = Array((prefix + "%").utf8)
        return try session.query("SELECT COUNT(*) FROM payment WHERE out_trade_no LIKE \(pattern)").first?.int64(0)
            ?? -1
    }
}
