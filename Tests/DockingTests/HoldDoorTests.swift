import JSON
import MariaDB
import Testing
import Values

@testable import Docking

/// What a merchant's server does with money that is set aside, up to the engine and a database.
@Suite(.serialized)
struct HoldDoorTests {
    private let counter: RealCounter
    private let shop: RequestSigner
    private let payer: String

    init() throws {
        counter = try RealCounter.shared.get()
        shop = try counter.merchant().signer
        payer = try counter.payer(shop, money: 1000)
    }

    /// Makes a payment of 600 that is held; its path.
    private func hold(_ more: String = "", amount: Int = 600) throws -> String {
        let made = try counter.call(
            shop, "POST", "/v1/payments",
            #"{"out_trade_no":"H\#(counter.next())","payer":"\#(payer)","amount":\#(amount),"currency":"CNY","#
                + #""subject":"boat","mode":"preauth"\#(more)}"#)
        guard made.status == 201, made.json?["state"] == .string("held"), case .string(let id)? = made.json?["id"]
        else {
            throw SignatureFailure.invalid(String(decoding: made.body, as: UTF8.self))
        }
        return "/v1/payments/\(id)"
    }

    private func post(_ path: String, _ body: String = "{}", key: String? = nil) throws -> Response {
        try counter.call(shop, "POST", path, body, key: key ?? "k-\(counter.next())")
    }

    /// Balance and held of the payer.
    private func wallet() throws -> [JSONValue?] {
        guard case .array(let wallets)? = try counter.call(shop, "GET", "/v1/payers/\(payer)").json?["wallets"] else {
            return []
        }
        return [wallets.first?["balance"], wallets.first?["held"]]
    }

    private func standing(_ response: Response) -> [JSONValue?] {
        ["state", "amount", "held", "captured"].map { response.json?[$0] }
    }

    /// Lets a hold's time be over.
    private func passTime(_ path: String) throws {
        let id = Identifier(text: String(path.split(separator: "/")[2]))?.number
        let session = try Session(counter.address)
        defer { session.close() }
        _ = try session.execute("UPDATE payment SET hold_expires_at = created_at + 1 WHERE id = \(id)")
        _ = try session.execute(
            "UPDATE hold h JOIN payment p ON p.id = h.id SET h.expires_at = p.created_at + 1 WHERE h.id = \(id)")
    }

    @Test("A hold freezes, is captured in parts, and the last part lets go of the rest; repeats change nothing")
    func captures() throws {
        let path = try hold(#","hold_seconds":3600"#)
        let read = try counter.call(shop, "GET", path)
        #expect(standing(read) == [.string("held"), .integer(600), .integer(600), .integer(0)])
        #expect(read.json?["mode"] == .string("preauth") && read.json?["requested_mode"] == .string("preauth"))
        #expect(read.json?["hold"]?["expires_at"] != nil)
        #expect(try wallet() == [.integer(1000), .integer(600)])

        let first = try post(path + "/captures", #"{"amount":200,"final":false}"#, key: "first-\(path)")
        #expect(first.status == 200)
        #expect(standing(first) == [.string("held"), .integer(600), .integer(400), .integer(200)])
        let again = try post(path + "/captures", #"{"amount":200,"final":false}"#, key: "first-\(path)")
        #expect(again.body == first.body && again.header("idempotency-replayed") == "true")
        // The key stands for this path and this body.
        let other = try post(path + "/void", #"{}"#, key: "first-\(path)")
        #expect(other.status == 422 && other.code == "idempotency-mismatch")

        #expect(try post(path + "/captures", #"{"amount":401}"#).code == "amount-exceeded")
        let last = try post(path + "/captures", #"{"amount":100}"#)
        #expect(standing(last) == [.string("captured"), .integer(600), .integer(0), .integer(300)])
        #expect(last.json?["hold"] == .null)
        #expect(try wallet() == [.integer(700), .integer(0)])
        #expect(try post(path + "/captures").code == "state-conflict")
        #expect(try post(path + "/void").code == "state-conflict")
        let refund = try counter.call(shop, "POST", path + "/refunds", #"{"out_refund_no":"\#(path)"}"#)
        #expect(refund.status == 201 && refund.json?["amount"] == .integer(300))
        #expect(try wallet() == [.integer(1000), .integer(0)])
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("Voiding lets go; behind a capture the payment ends captured")
    func voids() throws {
        let path = try hold()
        let gone = try post(path + "/void")
        #expect(gone.status == 200)
        #expect(standing(gone) == [.string("voided"), .integer(600), .integer(0), .integer(0)])
        #expect(try wallet() == [.integer(1000), .integer(0)])
        let partly = try hold()
        _ = try post(partly + "/captures", #"{"amount":1,"final":false}"#)
        #expect(standing(try post(partly + "/void")) == [.string("captured"), .integer(600), .integer(0), .integer(1)])
        #expect(try wallet() == [.integer(999), .integer(0)])
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("More can be set aside as long as there is more, and a hold can be given another end")
    func grows() throws {
        let path = try hold(#","hold_seconds":60"#)
        #expect(try post(path + "/increments", #"{"amount":401}"#).code == "insufficient-funds")
        let more = try post(path + "/increments", #"{"amount":400}"#)
        #expect(standing(more) == [.string("held"), .integer(1000), .integer(1000), .integer(0)])
        #expect(try wallet() == [.integer(1000), .integer(1000)])
        let longer = try post(path + "/extensions", #"{"hold_seconds":86400}"#)
        #expect(longer.status == 200 && longer.json?["version"] == .integer(3))
        guard case .string(let end)? = longer.json?["hold"]?["expires_at"],
            case .string(let old)? = more.json?["hold"]?["expires_at"]
        else { throw SignatureFailure.invalid("no end") }
        #expect(end > old)
        #expect(
            standing(try post(path + "/captures")) == [
                .string("captured"), .integer(1000), .integer(0), .integer(1000),
            ])
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("G3 J5 past its time a hold is over for everybody, though nothing has swept")
    func expires() throws {
        let path = try hold()
        try passTime(path)
        #expect(try post(path + "/captures").code == "hold-expired")
        let read = try counter.call(shop, "GET", path)
        #expect(standing(read) == [.string("expired"), .integer(600), .integer(0), .integer(0)])
        // Looking is enough, at the payment, at a list or at the payer.
        let looked = try hold()
        try passTime(looked)
        #expect(try counter.call(shop, "GET", looked).json?["state"] == .string("expired"))
        try passTime(try hold())
        #expect(try wallet() == [.integer(1000), .integer(0)])
        let listed = try hold()
        try passTime(listed)
        guard case .array(let page)? = try counter.call(shop, "GET", "/v1/payments?limit=1").json?["data"] else {
            throw SignatureFailure.invalid("no list")
        }
        #expect(page.first?["state"] == .string("expired"))
        // What was taken before stays taken; the next charge finds the rest free.
        let partly = try hold()
        _ = try post(partly + "/captures", #"{"amount":100,"final":false}"#)
        try passTime(partly)
        _ = try hold(amount: 900)
        let over = try counter.call(shop, "GET", partly)
        #expect(standing(over) == [.string("captured"), .integer(600), .integer(0), .integer(100)])
        #expect(try post(partly + "/extensions", #"{"hold_seconds":5}"#).code == "hold-expired")
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("Who captures: a hold of the payer's refuses the merchant, one of nobody's is captured by its end")
    func capturers() throws {
        let own = try hold(#","capture_by":"payer""#, amount: 100)
        #expect(try post(own + "/captures").code == "state-conflict")
        #expect(try post(own + "/void").status == 200)
        let auto = try hold(#","capture_by":"auto""#, amount: 300)
        try passTime(auto)
        #expect(
            standing(try counter.call(shop, "GET", auto))
                == [.string("captured"), .integer(300), .integer(0), .integer(300)])
        #expect(try wallet() == [.integer(700), .integer(0)])
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("What cannot be meant is refused and changes nothing")
    func refuses() throws {
        let path = try hold()
        let before = try counter.call(shop, "GET", path).body
        for (door, body, fault) in [
            ("/captures", #"{"amount":0}"#, "amount"), ("/captures", #"{"final":1}"#, "final"),
            ("/captures", #"{"sum":1}"#, "sum"), ("/increments", "{}", "amount"),
            ("/increments", #"{"amount":1.5}"#, "amount"), ("/extensions", "{}", "hold_seconds"),
            ("/extensions", #"{"hold_seconds":2592001}"#, "hold_seconds"), ("/void", #"{"amount":1}"#, "amount"),
        ] {
            let answer = try post(path + door, body)
            #expect(answer.status == 422 && answer.faults == [fault], "\(door) \(body)")
        }
        let noKey = try counter.call(shop, "POST", path + "/captures", "{}")
        #expect(noKey.status == 400 && noKey.code == "idempotency-key-required")
        let stranger = try counter.merchant().signer
        for door in ["/captures", "/void"] {
            #expect(try counter.call(stranger, "POST", path + door, "{}", key: "s\(counter.next())").status == 404)
        }
        #expect(try post(path + "/increments", #"{"amount":1000000000000}"#).code == "amount-exceeded")
        #expect(try counter.call(shop, "GET", path).body == before)
        let charged = try counter.call(
            shop, "POST", "/v1/payments",
            #"{"out_trade_no":"R\#(counter.next())","payer":"\#(payer)","amount":1,"currency":"CNY","subject":"s"}"#)
        guard case .string(let id)? = charged.json?["id"] else { throw SignatureFailure.invalid("no payment") }
        for (door, body) in [
            ("captures", "{}"), ("void", "{}"), ("increments", #"{"amount":1}"#),
            ("extensions", #"{"hold_seconds":1}"#),
        ] {
            #expect(try post("/v1/payments/\(id)/\(door)", body).code == "state-conflict")
        }
        #expect(try counter.brokenInvariants() == [])
    }
}
