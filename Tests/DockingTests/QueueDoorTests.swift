import Deductions
import JSON
import Testing

@testable import Docking

/// What a merchant's server does with payments that wait for a window, up to the engine and a database.
@Suite(.serialized)
struct QueueDoorTests {
    private let counter: RealCounter
    private let shop: RequestSigner
    private let payer: String

    init() throws {
        counter = try RealCounter.shared.get()
        shop = try counter.merchant().signer
        payer = try counter.payer(shop, money: 1000)
    }

    private func order(_ amount: Int) -> String {
        #"{"out_trade_no":"Q\#(counter.next())","payer":"\#(payer)","amount":\#(amount),"currency":"CNY","#
            + #""subject":"music, November","scenario":"subscription","mode":"batch"}"#
    }

    private func queue(_ amount: Int = 600) throws -> String {
        let made = try counter.call(shop, "POST", "/v1/payments", order(amount))
        guard made.status == 201, made.json?["state"] == .string("queued"), case .string(let id)? = made.json?["id"]
        else {
            throw SignatureFailure.invalid(String(decoding: made.body, as: UTF8.self))
        }
        #expect(made.json?["mode"] == .string("batch") && made.json?["requested_mode"] == .string("batch"))
        return "/v1/payments/\(id)"
    }

    private func post(_ path: String, key: String? = nil) throws -> Response {
        try counter.call(shop, "POST", path, "{}", key: key ?? "k-\(counter.next())")
    }

    private func standing(_ response: Response) -> [JSONValue?] {
        ["state", "amount", "held", "captured"].map { response.json?[$0] }
    }

    private func balance() throws -> JSONValue? {
        guard case .array(let wallets)? = try counter.call(shop, "GET", "/v1/payers/\(payer)").json?["wallets"] else {
            return nil
        }
        return wallets.first?["balance"]
    }

    @Test("A queued payment moves nothing yet; it can be taken back once")
    func cancels() throws {
        let path = try queue()
        #expect(try balance() == .integer(1000))
        #expect(
            standing(try counter.call(shop, "GET", path)) == [
                .string("queued"), .integer(600), .integer(0), .integer(0),
            ])
        let gone = try post(path + "/cancel", key: "gone-\(path)")
        #expect(gone.status == 200)
        #expect(standing(gone) == [.string("voided"), .integer(600), .integer(0), .integer(0)])
        let again = try post(path + "/cancel", key: "gone-\(path)")
        #expect(again.body == gone.body && again.header("idempotency-replayed") == "true")
        #expect(try post(path + "/cancel").code == "state-conflict")
        #expect(try post(path + "/promote").code == "state-conflict")
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("Charged before its window: at once, in full, if the payer has it")
    func promotes() throws {
        let (first, second) = (try queue(), try queue())
        let paid = try post(first + "/promote")
        #expect(paid.status == 200)
        #expect(standing(paid) == [.string("captured"), .integer(600), .integer(0), .integer(600)])
        #expect(try balance() == .integer(400))
        let short = try post(second + "/promote")
        #expect(short.status == 402 && short.code == "insufficient-funds")
        #expect(try counter.call(shop, "GET", second).json?["state"] == .string("queued"))
        let back = try counter.call(shop, "POST", first + "/refunds", #"{"out_refund_no":"\#(first)"}"#)
        #expect(back.status == 201)
        #expect(try counter.brokenInvariants() == [])
    }

    @Test("Without a key, of another shop, of another mode, or short of money: nothing is queued or moved")
    func refuses() throws {
        let path = try queue()
        let keyless = try counter.call(shop, "POST", path + "/cancel", "{}")
        #expect(keyless.status == 400 && keyless.code == "idempotency-key-required")
        let other = try counter.merchant().signer
        let foreign = try counter.call(other, "POST", path + "/promote", "{}", key: "f")
        #expect(foreign.status == 404 && foreign.code == "not-found")
        #expect(try counter.call(shop, "POST", path + "/cancel", #"{"why":"x"}"#, key: "w").status == 422)
        #expect(try post(path + "/captures").code == "state-conflict")
        let short = try counter.call(shop, "POST", "/v1/payments", order(1001))
        #expect(short.status == 201 && short.json?["decline"]?["code"] == .string("insufficient-funds"))
        #expect(try counter.call(shop, "GET", path).json?["state"] == .string("queued"))
        #expect(try counter.brokenInvariants() == [])
    }
}
