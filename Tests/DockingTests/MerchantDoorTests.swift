import Deductions
import Foundation
import JSON
import MariaDB
import Merchants
import OpenSSL
import Testing
import Threading
import Values

@testable import Docking

/// What a merchant's server does with its own keys, and what is agreed with it, up to a database.
@Suite(.serialized)
struct MerchantDoorTests {
    private static let keys = "/v1/merchant/keys"

    private let counter: RealCounter
    private let merchant: Merchant
    private let shop: RequestSigner

    init() throws {
        counter = try RealCounter.shared.get()
        (merchant, shop) = try counter.merchant()
    }

    private func post(
        _ path: String, _ body: String, key: String? = nil, by signer: RequestSigner? = nil
    ) throws -> Response {
        let response = try counter.call(signer ?? shop, "POST", path, body, key: key ?? "key-\(counter.next())")
        try counter.directory.refresh(.milliseconds(30_000))
        return response
    }

    private func look(_ signer: RequestSigner) throws -> Response { try counter.call(signer, "GET", "/v1/balance") }

    private func asked<Result>(_ body: (Session) throws -> Result) throws -> Result {
        let session = try Session(counter.address)
        defer { session.close() }
        let result = try body(session)
        try counter.directory.refresh(.milliseconds(30_000))
        return result
    }

    private func hmac(_ response: Response) throws -> RequestSigner {
        let secret = try #require(response.json?["secret"]?.text.flatMap { Base64.decode($0) })
        return RequestSigner(key: .hmac(secret), keyID: try #require(response.json?["key_id"]?.text))
    }

    private func set(_ edit: @escaping (inout MerchantSettings) -> Void) throws {
        _ = try asked { session in
            try session.transaction { () throws(DatabaseFailure) in
                try SettingsChange(of: merchant.id, operatorName: "li", edit).run(at: WallClock.now(), session)
            }
        }
    }

    @Test("A merchant reads who it is and which keys it has, and no secret of them")
    func reads() throws {
        try set { $0.notifyHosts = ["*.shop.example"] }
        let me = try counter.call(shop, "GET", "/v1/merchant")
        #expect(me.status == 200 && me.json?["id"] == .string(merchant.id.text))
        #expect(me.json?["settings"]?["notify_hosts"] == .array([.string("*.shop.example")]))
        let keys = try counter.call(shop, "GET", Self.keys)
        #expect(keys.json?["data"]?.elements.count == 2)
        let text = String(decoding: keys.body, as: UTF8.self)
        #expect(!text.contains(EpayShop.key(of: merchant)) && !text.contains("secret"))
    }

    @Test("G6 within the window old and new key are good, after it the new one alone")
    func rotated() throws {
        let made = try post(Self.keys, #"{"algorithm":"hmac-sha256","window_seconds":60}"#)
        #expect(made.status == 201)
        let new = try hmac(made)
        #expect(try look(shop).status == 200)
        #expect(try look(new).status == 200)
        // The minute is over.
        try asked { session in
            _ = try session.execute(
                """
                UPDATE merchant_key SET valid_until = valid_until - 60000000
                WHERE merchant_id = \(merchant.id.number) AND valid_until IS NOT NULL
                """)
            _ = try session.execute("UPDATE directory_version SET version = version + 1")
        }
        #expect(try look(shop).code == "signature-invalid")
        #expect(try look(new).status == 200)
        // Keys of other kinds go on.
        let page = counter.epay("GET", "/api.php", "act=query&pid=\(merchant.pid)&key=\(EpayShop.key(of: merchant))")
        #expect(page.json?["code"] == .integer(1))
    }

    @Test("The clock ends a key, even in a worker that looked at the directory long ago")
    func endsByItself() throws {
        let end = try asked { session in
            _ = try session.execute(
                """
                UPDATE merchant_key SET valid_until = \(WallClock.now().microseconds + 3_000_000)
                WHERE key_id = \(shop.keyID)
                """)
            return Deadline.milliseconds(10_000)
        }
        #expect(try look(shop).status == 200)
        while !end.isPast, try look(shop).status == 200 {}
        #expect(try look(shop).code == "signature-invalid")
    }

    @Test("K6 a wrong signature is refused in the same words whether its key exists or not")
    func sameWords() throws {
        var (known, unknown) = (shop, shop)
        known.key = .hmac([1])
        (unknown.key, unknown.keyID) = (.hmac([1]), "nobody")
        // The second time the directory has either at hand.
        for _ in 0..<2 {
            let answers = try [look(known), look(unknown)]
            #expect(answers[0].status == 401 && answers[0].status == answers[1].status)
            #expect(answers[0].body == answers[1].body)
        }
    }

    @Test("The same call again brings the same key, and not another one")
    func repeated() throws {
        let key = "once-\(merchant.pid)"
        let first = try post(Self.keys, #"{"algorithm":"hmac-sha256"}"#, key: key)
        let again = try post(Self.keys, #"{"algorithm":"hmac-sha256"}"#, key: key)
        #expect(again.status == 201 && again.body == first.body && again.header("idempotency-replayed") == "true")
        #expect(try post(Self.keys, #"{"algorithm":"md5"}"#, key: key).code == "idempotency-mismatch")
        let end = "\(Self.keys)/\(try hmac(first).keyID)/end"
        #expect(try post(end, "{}", key: key).code == "idempotency-mismatch")
        #expect(try asked { try MerchantStore.keys(of: merchant.id, $0) }.count == 3)
        let pair = try post(Self.keys, #"{"algorithm":"ed25519"}"#, key: "pair-\(merchant.pid)")
        let twin = try post(Self.keys, #"{"algorithm":"ed25519"}"#, key: "pair-\(merchant.pid)")
        #expect(pair.json?["private_key"]?.text != nil && twin.json?["private_key"] == .null)
        #expect(pair.json?["key_id"] == twin.json?["key_id"])
    }

    @Test("A drawn pair signs, and so does one of the merchant's own, in either spelling")
    func pairs() throws {
        for algorithm in ["ed25519", "rsa-v1_5-sha256"] {
            let drawn = try post(Self.keys, #"{"algorithm":"\#(algorithm)"}"#)
            let pem = try #require(drawn.json?["private_key"]?.text)
            let own = try algorithm == "ed25519" ? PrivateKey.generateEd25519() : PrivateKey.generateRSA()
            let line = Base64.encode(own.publicKey.der())
            let text = String(decoding: own.publicKey.pem(), as: UTF8.self).replacing("\n", with: "\\n")
            let uploads = try [line, text].map { spelling in
                try post(Self.keys, #"{"algorithm":"\#(algorithm)","public_key":"\#(spelling)"}"#)
            }
            #expect(uploads.allSatisfy { $0.status == 201 && $0.json?["private_key"] == .null })
            for (answer, key) in [(drawn, try PrivateKey(pem: Array(pem.utf8))), (uploads[0], own), (uploads[1], own)] {
                let keyID = try #require(answer.json?["key_id"]?.text)
                #expect(try look(RequestSigner(key: .pair(key), keyID: keyID)).status == 200)
            }
        }
        let ed25519 = Base64.encode(try PrivateKey.generateEd25519().publicKey.der())
        for algorithm in ["rsa-v1_5-sha256", "hmac-sha256", "md5"] {
            let wrong = try post(Self.keys, #"{"algorithm":"\#(algorithm)","public_key":"\#(ed25519)"}"#)
            #expect(wrong.code == "invalid-request" && wrong.faults == ["public_key"])
        }
    }

    @Test("G6 a key that is ended is refused at once, and none ends itself")
    func ended() throws {
        let new = try hmac(try post(Self.keys, #"{"algorithm":"hmac-sha256"}"#))
        #expect(try look(new).status == 200)
        #expect(try post("\(Self.keys)/\(shop.keyID)/end", "{}").code == "state-conflict")
        let ended = try post("\(Self.keys)/\(shop.keyID)/end", "{}", by: new)
        #expect(ended.status == 200 && ended.json?["valid_until"]?.text != nil)
        #expect(try look(shop).code == "signature-invalid")
        #expect(try look(new).status == 200)
        // Ended twice, it keeps its end.
        let again = try post("\(Self.keys)/\(shop.keyID)/end", "{}", by: new)
        #expect(again.json?["valid_until"] == ended.json?["valid_until"])
        let (_, other) = try counter.merchant()
        #expect(try post("\(Self.keys)/\(new.keyID)/end", "{}", by: other).code == "not-found")
        #expect(try look(new).status == 200)
    }

    @Test("Ten good keys of a kind, and not one more until one ends")
    func limited() throws {
        let made = try (0..<9).map { _ in try post(Self.keys, #"{"algorithm":"hmac-sha256"}"#) }
        #expect(made.allSatisfy { $0.status == 201 })
        #expect(try post(Self.keys, #"{"algorithm":"hmac-sha256"}"#).code == "state-conflict")
        #expect(try post(Self.keys, #"{"algorithm":"md5"}"#).status == 201)
        #expect(try post("\(Self.keys)/\(try hmac(made[0]).keyID)/end", "{}").status == 200)
        #expect(try post(Self.keys, #"{"algorithm":"hmac-sha256"}"#).status == 201)
    }

    @Test("What is shared is sealed in the database, and who changed what is written down")
    func sealed() throws {
        let made = try post(Self.keys, #"{"algorithm":"md5","window_seconds":3600}"#)
        let (secret, keyID) = (try #require(made.json?["secret"]?.text), try #require(made.json?["key_id"]?.text))
        let (stored, changes) = try asked { session in
            (
                try #require(try MerchantStore.key(keyID, session)),
                try MerchantChangeStore.changes(of: merchant.id, session)
            )
        }
        #expect(stored.sealVersion == 1 && !stored.material.starts(with: secret.utf8))
        #expect(try counter.vault.opened(stored).material == Array(secret.utf8))
        #expect(changes.last?.kind == .keyIssued && changes.last?.author == MerchantChange.byItself)
        #expect(changes.last?.keyID == keyID)
        // The sealed key does its work at the other door, and the old one does until it ends.
        for key in [secret, EpayShop.key(of: merchant)] {
            let page = counter.epay("GET", "/api.php", "act=query&pid=\(merchant.pid)&key=\(key)")
            #expect(page.json?["code"] == .integer(1))
        }
        #expect(counter.epay("GET", "/api.php", "act=query&pid=\(merchant.pid)&key=x").json?["code"] != .integer(1))
    }

    @Test("A key file that is gone: its merchants are asked to come back, others are served, and it is found again")
    func missingKeyFile() throws {
        let made = try post(Self.keys, #"{"algorithm":"hmac-sha256"}"#)
        let new = try hmac(made)
        let file = counter.vault.folder.path + "/1.key"
        try asked { _ in try FileManager.default.moveItem(atPath: file, toPath: file + ".away") }
        try asked { session in _ = try session.execute("UPDATE directory_version SET version = version + 1") }
        #expect(try look(new).code == "unavailable")
        #expect(try look(shop).status == 200)
        #expect(try post(Self.keys, #"{"algorithm":"hmac-sha256"}"#).code == "unavailable")
        try FileManager.default.moveItem(atPath: file + ".away", toPath: file)
        #expect(try look(new).status == 200)
    }

    @Test("A merchant with networks is served from there alone")
    func networks() throws {
        try set { $0.networks = ["203.0.113.0/24", "2001:db8::/32"] }
        #expect(try look(shop).code == "forbidden")
        // That is where the calls of these tests come from.
        try set { $0.networks.append("192.0.2.1") }
        #expect(try look(shop).status == 200)
    }

    @Test("Addresses at other hosts than were agreed on are refused by name")
    func hosts() throws {
        try set { settings in
            settings.notifyHosts = ["*.shop.example"]
            settings.returnHosts = ["www.shop.example"]
        }
        func pay(_ notify: String, _ back: String) throws -> Response {
            let body =
                #"{"out_trade_no":"H\#(counter.next())","amount":1,"currency":"CNY","subject":"x","#
                + #""notify_url":"\#(notify)","return_url":"\#(back)"}"#
            return try counter.call(shop, "POST", "/v1/payments", body)
        }
        #expect(try pay("https://pay.shop.example/n", "https://www.shop.example/r").status == 201)
        let wrong = try pay("https://evil.example/n?shop.example", "https://shop.example/r")
        #expect(wrong.status == 422 && wrong.faults == ["notify_url", "return_url"])
    }

    @Test("After all that the books are in order")
    func invariants() throws { #expect(try counter.brokenInvariants() == []) }
}
