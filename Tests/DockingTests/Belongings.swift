import JSON
import MariaDB
import Merchants
import Values

@testable import Docking

/// All that a merchant owns and another one may try to reach, or the same kinds of names of things that never existed.
struct Belongings {
    /// Numbers of payments: paid and refunded in part, held, waiting for a window, waiting for its payer.
    var paid: Identifier
    var held: Identifier
    var queued: Identifier
    var order: Identifier
    /// A refund of the first.
    var refund: Identifier
    /// Their numbers in the shop.
    var outTradeNos: [String]
    var payer: String
    var login: String
    var outRefundNo: String
    var keyID: String
    /// What stands in no answer to anybody else.
    var secrets: [String]

    var payments: [Identifier] { [paid, held, queued, order] }

    /// Names that are well formed and belong to nobody: of another time.
    var absent: Belongings {
        func other(_ id: Identifier) -> Identifier { Identifier(id.number ^ 1 << 45) }
        return Belongings(
            paid: other(paid), held: other(held), queued: other(queued), order: other(order),
            refund: other(refund), outTradeNos: outTradeNos.map { String($0.reversed()) + "0" },
            payer: Identifier(text: payer).map { other($0).text } ?? "", login: login + "0",
            outRefundNo: outRefundNo + "0", keyID: keyID + "0", secrets: [])
    }

    /// One of everything for a merchant.
    init(_ merchant: Merchant, _ signer: RequestSigner, at counter: RealCounter) throws {
        let number = counter.next()
        login = "guest-\(number)"
        let numbers = ["paid", "held", "queued", "order"].map { "\($0)-of-\(number)" }
        let payer = try counter.payer(signer, money: 100_000)
        outRefundNo = "refund-of-\(number)"
        keyID = signer.keyID
        func made(_ body: String, _ path: String, key: String? = nil) throws -> Identifier {
            let answer = try counter.call(signer, "POST", path, body, key: key)
            guard answer.status < 300, let id = answer.json?["id"]?.text.flatMap(Identifier.init(text:)) else {
                throw SignatureFailure.invalid(String(decoding: answer.body, as: UTF8.self))
            }
            return id
        }
        let goods = "goods-of-\(number)"
        func charge(_ index: Int, _ more: String) throws -> Identifier {
            try made(
                #"{"out_trade_no":"\#(numbers[index])","amount":777,"currency":"CNY","subject":"\#(goods)"\#(more)}"#,
                "/v1/payments")
        }
        (outTradeNos, self.payer) = (numbers, payer)
        paid = try charge(0, #","payer":"\#(payer)","mode":"realtime""#)
        held = try charge(1, #","payer":"\#(payer)","mode":"preauth""#)
        queued = try charge(2, #","payer":"\#(payer)","mode":"batch""#)
        order = try charge(3, "")
        refund = try made(
            #"{"out_refund_no":"\#(outRefundNo)","amount":7}"#, "/v1/payments/\(paid.text)/refunds")
        _ = try made(#"{"login":"\#(login)","pin":"135790","currency":"CNY"}"#, "/v1/payers", key: "guest-\(number)")
        let cap = 987_650_000 + number
        let policy = try counter.call(
            signer, "POST", "/v1/policy", #"{"mode":"realtime","caps":{"payment":\#(cap)}}"#, key: "policy-\(number)")
        guard policy.status < 300 else {
            throw SignatureFailure.invalid(String(decoding: policy.body, as: UTF8.self))
        }
        secrets =
            [paid, held, queued, order, refund].flatMap { [$0.text, $0.decimal] }
            + outTradeNos + [payer, outRefundNo, goods, login, String(cap), signer.keyID, EpayShop.key(of: merchant)]
    }

    private init(
        paid: Identifier, held: Identifier, queued: Identifier, order: Identifier, refund: Identifier,
        outTradeNos: [String], payer: String, login: String, outRefundNo: String, keyID: String, secrets: [String]
    ) {
        (self.paid, self.held, self.queued, self.order) = (paid, held, queued, order)
        self.refund = refund
        (self.outTradeNos, self.payer, self.login) = (outTradeNos, payer, login)
        (self.outRefundNo, self.keyID, self.secrets) = (outRefundNo, keyID, secrets)
    }

    /// Everything that could have changed, row by row.
    static func picture(of merchant: Merchant, _ counter: RealCounter) throws -> [String] {
        let session = try Session(counter.address)
        defer { session.close() }
        let id = merchant.id.number
        let payments = try session.query(
            "SELECT id, state, version, captured, refunded FROM payment WHERE merchant_id = \(id) ORDER BY id")
        let wallets = try session.query(
            """
            SELECT w.payer_id, w.balance, w.held FROM wallet w JOIN payer p ON p.id = w.payer_id
            WHERE p.merchant_id = \(id) ORDER BY w.payer_id
            """)
        let counts = try session.query(
            """
            SELECT (SELECT COUNT(*) FROM refund WHERE merchant_id = \(id)),
            (SELECT COUNT(*) FROM payer WHERE merchant_id = \(id)),
            (SELECT COUNT(*) FROM topup WHERE merchant_id = \(id)),
            (SELECT COUNT(*) FROM policy WHERE merchant_id = \(id)),
            (SELECT COUNT(*) FROM idempotency WHERE merchant_id = \(id))
            """)
        let balances = try session.query(
            "SELECT kind, balance FROM merchant_account WHERE merchant_id = \(id) ORDER BY kind")
        return payments.map { "\($0.int64(0)) \($0.string(1)) \($0.int64(2)) \($0.int64(3)) \($0.int64(4))" }
            + wallets.map { "\($0.int64(0)) \($0.int64(1)) \($0.int64(2))" }
            + counts.map { "\($0.int64(0)) \($0.int64(1)) \($0.int64(2)) \($0.int64(3)) \($0.int64(4))" }
            + balances.map { "\($0.string(0)) \($0.int64(1))" }
    }
}
