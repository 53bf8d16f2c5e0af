import Foundation
import JSON
import OpenSSL

/// A charge by signature alone: the money moves before the answer leaves.
extension Tour {
    private static let mode = "realtime"
    private static let amount: Int64 = 19_99

    mutating func chargeInRealTime() throws(TourFailure) {
        let client = TourClient(plan)
        let before = try balance(client, "before")
        let head = Self.integer(try client.get("/v1/events?after=0&limit=1").body["head"]) ?? 0
        let order = Hex.encode(SecureRandom.bytes(8))
        let charge = Self.json { writer in
            writer.field("out_trade_no", order)
            writer.field("payer", plan.payer)
            writer.field("amount", Self.amount)
            writer.field("currency", "CNY")
            writer.field("subject", "30 days of membership")
        }
        let first = try client.post("/v1/payments", charge)
        let id = first.body["id"]?.text ?? ""
        let state = first.body["state"]?.text ?? first.body["type"]?.text ?? "?"
        note(
            Self.mode, "POST /v1/payments", "\(first.status): payment \(id) of \(Self.yuan(Self.amount)) is \(state)",
            first.status == 201 && state == "captured")
        let second = try client.post("/v1/payments", charge)
        note(
            Self.mode, "POST /v1/payments", "the same again: the first answer, and no money moves",
            second.isReplay && second.body == first.body)
        try findEvent(of: id, after: head, client)
        let refund = try client.post(
            "/v1/payments/\(id)/refunds", Self.json { $0.field("out_refund_no", "refund-\(order)") })
        note(
            Self.mode, "POST /v1/payments/\(id)/refunds",
            "\(refund.status): refund of the whole amount is \(refund.body["state"]?.text ?? "?")",
            refund.status == 201 && refund.body["state"]?.text == "succeeded")
        let after = try balance(client, "after")
        if before == after { return }
        // Somebody else's payments of this moment are no fault.
        note(Self.mode, "GET /v1/balance", "other payments of this merchant came in between", true)
    }

    /// What the merchant has, in fen.
    private mutating func balance(_ client: TourClient, _ when: String) throws(TourFailure) -> Int64? {
        let answer = try client.get("/v1/balance")
        let cny = answer.body["balances"]?.elements.first { $0["currency"]?.text == "CNY" }
        let available = Self.integer(cny?["available"])
        note(
            Self.mode, "GET /v1/balance", "\(when): the shop has \(available.map(Self.yuan) ?? "no such account")",
            answer.status == 200 && available != nil)
        return available
    }

    /// Waits in the feed until the payment shows up there.
    private mutating func findEvent(of id: String, after head: Int64, _ client: TourClient) throws(TourFailure) {
        var seen = head
        let request = "GET /v1/events?after=\(head)&wait=5"
        for _ in 0..<6 {
            let answer = try client.get("/v1/events?after=\(seen)&limit=100&wait=5")
            let event = answer.body["data"]?.elements.first { $0["payment"]?["id"]?.text == id }
            if let event {
                let position = Self.integer(event["seq"]) ?? 0
                let type = event["type"]?.text ?? "?"
                return note(Self.mode, request, "event \(position): \(type)", type == "payment.captured")
            }
            seen = Self.integer(answer.body["next"]) ?? seen
        }
        note(Self.mode, request, "no event of the payment", false)
    }
}
