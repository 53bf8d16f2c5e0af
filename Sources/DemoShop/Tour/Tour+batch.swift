import Foundation
import JSON
import OpenSSL

/// A month of music is charged to subscribers at a window; on the day of a promotion the same goes at once.
extension Tour {
    private static let mode = "batch"
    private static let prices: [Int64] = [15_00, 18_00, 30_00]
    /// Until every worker goes by a policy that was set.
    private static let settingSeconds = 1.5

    mutating func chargeSubscriptions() throws(TourFailure) {
        let client = TourClient(plan)
        let before = try client.get("/v1/policy").body
        defer { try? restore(before, client) }
        try setPolicy(promotion: Self.day(.now.addingTimeInterval(-86_400)), "was yesterday", client)
        var payments: [String] = []
        for price in Self.prices {
            let made = try subscription(price, client)
            payments.append(made["id"]?.text ?? "")
            let state = made["state"]?.text ?? "?"
            note(
                Self.mode, "POST /v1/payments", "\(Self.yuan(price)) is \(state), by the policy's scenario",
                state == "queued" && made["mode"]?.text == "batch")
        }
        let window = Date.now.addingTimeInterval(61).formatted(.iso8601)
        note(Self.mode, "kadock-settle run --as-of \(window)", "the window runs", plan.settle(window))
        var charged: [JSONValue?] = []
        for payment in payments { charged.append(try client.get("/v1/payments/\(payment)").body["state"]) }
        note(
            Self.mode, "GET /v1/payments/\(payments.last ?? "")",
            "all three are \(charged.last??.text ?? "?"), in one posting",
            charged.allSatisfy { $0?.text == "captured" })
        try setPolicy(promotion: Self.day(.now), "is today", client)
        let made = try subscription(15_00, client)
        let state = made["state"]?.text ?? "?"
        note(
            Self.mode, "POST /v1/payments", "\(Self.yuan(15_00)) is \(state) at once, by the policy's calendar",
            state == "captured" && made["mode"]?.text == "realtime")
    }

    private func subscription(_ price: Int64, _ client: TourClient) throws(TourFailure) -> JSONValue {
        try client.post(
            "/v1/payments",
            Self.json { writer in
                writer.field("out_trade_no", Hex.encode(SecureRandom.bytes(8)))
                writer.field("payer", plan.payer)
                writer.field("amount", price)
                writer.field("currency", "CNY")
                writer.field("subject", "A month of music")
                writer.field("scenario", "subscription")
            }
        ).body
    }

    /// Subscriptions wait for the next minute's window, but on one day.
    private mutating func setPolicy(
        promotion day: String, _ words: String, _ client: TourClient
    ) throws(TourFailure) {
        let set = try client.post(
            "/v1/policy",
            Self.json { writer in
                writer.object("scenarios") { $0.field("subscription", "batch") }
                writer.object("batch") { $0.field("every_minutes", 1 as Int64) }
                writer.array("rules") { writer in
                    writer.object { writer in
                        writer.field("name", "promotion")
                        writer.field("mode", "realtime")
                        writer.array("scenarios") { $0.string("subscription") }
                        writer.field("first_day", day)
                        writer.field("last_day", day)
                    }
                }
            }, key: Hex.encode(SecureRandom.bytes(8)))
        note(
            Self.mode, "POST /v1/policy", "version \(Self.integer(set.body["version"]) ?? 0): the promotion \(words)",
            set.status == 201)
        Thread.sleep(forTimeInterval: Self.settingSeconds)
    }

    /// Leaves the policy as it was found.
    private mutating func restore(_ before: JSONValue, _ client: TourClient) throws(TourFailure) {
        guard case .object(let members) = before else { return }
        let policy = JSONValue.object(members.filter { $0.key != "version" && $0.key != "effective_from" })
        var writer = JSONWriter(capacity: 1024)
        writer.value(policy)
        let set = try client.post("/v1/policy", writer.bytes, key: Hex.encode(SecureRandom.bytes(8)))
        note(Self.mode, "POST /v1/policy", "as it was before", set.status == 201)
    }

    /// The day in Shanghai.
    private static func day(_ date: Date) -> String {
        date.addingTimeInterval(8 * 3_600).formatted(.iso8601.year().month().day())
    }
}
