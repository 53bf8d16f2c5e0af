import JSON
import OpenSSL

/// A journey is booked: its price is set aside for three days, most of it is taken, and the rest is the payer's again.
extension Tour {
    private static let mode = "preauth"
    private static let price: Int64 = 1_280_00
    private static let taken: Int64 = 1_050_00

    mutating func bookAJourney() throws(TourFailure) {
        let client = TourClient(plan)
        let before = try wallet(client, "before")
        let order = Hex.encode(SecureRandom.bytes(8))
        let booking = try client.post(
            "/v1/payments",
            Self.json { writer in
                writer.field("out_trade_no", order)
                writer.field("payer", plan.payer)
                writer.field("amount", Self.price)
                writer.field("currency", "CNY")
                writer.field("mode", "preauth")
                writer.field("hold_seconds", 3 * 86_400)
                writer.field("subject", "Three days in Guilin")
                writer.field("scenario", "travel")
            })
        let id = booking.body["id"]?.text ?? ""
        let state = booking.body["state"]?.text ?? booking.body["type"]?.text ?? "?"
        note(
            Self.mode, "POST /v1/payments",
            "\(booking.status): \(Self.yuan(Self.price)) is \(state) until "
                + (booking.body["hold"]?["expires_at"]?.text ?? "?"),
            booking.status == 201 && state == "held")
        let during = try wallet(client, "meanwhile")
        let capture = try client.post(
            "/v1/payments/\(id)/captures", Self.json { $0.field("amount", Self.taken) }, key: "capture-\(order)")
        let captured = Self.integer(capture.body["captured"]) ?? 0
        note(
            Self.mode, "POST /v1/payments/\(id)/captures",
            "\(capture.status): \(Self.yuan(captured)) is the shop's, \(Self.yuan(Self.price - captured)) is released",
            capture.status == 200 && captured == Self.taken && capture.body["held"] == .integer(0))
        let after = try wallet(client, "after")
        let isRight =
            during.balance == before.balance && during.held == before.held + Self.price
            && after.balance == before.balance - Self.taken && after.held == before.held
        // Somebody else's payments of this moment are no fault.
        if !isRight { note(Self.mode, "GET /v1/payers/\(plan.payer)", "other payments came in between", true) }
    }

    /// What the payer has, and what of it is set aside, in fen.
    private mutating func wallet(
        _ client: TourClient, _ when: String
    ) throws(TourFailure) -> (balance: Int64, held: Int64) {
        let path = "/v1/payers/\(plan.payer)"
        let answer = try client.get(path)
        let cny = answer.body["wallets"]?.elements.first { $0["currency"]?.text == "CNY" }
        let (balance, held) = (Self.integer(cny?["balance"]), Self.integer(cny?["held"]))
        note(
            Self.mode, "GET \(path)",
            "\(when): the payer has \(balance.map(Self.yuan) ?? "?"), of it set aside \(held.map(Self.yuan) ?? "?")",
            answer.status == 200 && balance != nil && held != nil)
        return (balance ?? 0, held ?? 0)
    }
}
