import Channels
import Deductions
import DevStack
import Foundation
import Ledger
import MariaDB
import Merchants
import Policies
import Settlement
import Threading
import Values

/// Sales of all kinds, and what is told of them.
extension SettleRoom {
    func submit(_ command: any Command) throws -> Outcome {
        let verdict = engine.submit(command, .milliseconds(20_000))
        guard case .answered(let outcome, _) = verdict else { throw StackFailure.refused("\(verdict)") }
        if case .refused(let refusal) = outcome { throw StackFailure.refused("\(refusal)") }
        return outcome
    }

    private func claim(_ kind: Claim.Kind, _ key: String) -> Claim {
        Claim(merchant: merchant, kind: kind, key: Array(key.utf8), digest: Array(repeating: 1, count: 32))
    }

    @discardableResult
    func refund(_ payment: Payment, _ amount: Int64, _ no: String = UUID().uuidString) throws -> Refund? {
        let order = RefundOrder(
            merchant: merchant, payment: payment.terms.id, outRefundNo: no, amount: amount, reason: nil,
            claim: claim(.refund, no), nonce: nil)
        if case .refund(let refund) = try submit(order) { return refund } else { return nil }
    }

    func capture(_ payment: Payment, _ amount: Int64, isFinal: Bool) throws {
        _ = try submit(
            CaptureOrder(
                merchant: merchant, payment: payment.terms.id, amount: amount, isFinal: isFinal,
                claim: claim(.post, UUID().uuidString), nonce: nil))
    }

    func promote(_ payment: Payment) throws {
        _ = try submit(
            PromoteOrder(
                merchant: merchant, payment: payment.terms.id, claim: claim(.post, UUID().uuidString), nonce: nil))
    }

    func arrive(_ payment: Payment, _ amount: Int64) throws {
        let trade = ChannelTrade(channel: "sandbox", number: UUID().uuidString)
        _ = try submit(
            Arrival(
                payment: payment.terms.id, merchant: payment.terms.merchant, trade: trade, amount: amount,
                digest: Array(repeating: 1, count: 32)))
    }

    /// Two percent, given back with refunds or not.
    static func fees(returned: Bool) -> PolicyTerms {
        var fees = FeeRules()
        fees.basisPoints = 200
        fees.returnsWithRefund = returned
        return PolicyTerms(version: 1, rule: nil, fees: fees, overCaptureBasisPoints: 0)
    }

    /// Something of each kind that brings a merchant money or takes it away, with fees, in two currencies.
    func sellEverything() throws {
        let payer = try payer(1_000_000)
        let (kept, returned) = (Self.fees(returned: false), Self.fees(returned: true))
        let plain = try payment(payer, 1_000, policy: kept)
        try refund(plain, 300)
        let generous = try payment(payer, 2_000, policy: returned)
        try refund(generous, 500)
        let held = try payment(payer, 3_000, holdSeconds: 600, policy: kept)
        try capture(held, 1_000, isFinal: false)
        try capture(held, 500, isFinal: true)
        _ = try payment(payer, 700, holdSeconds: 600)
        let queue = QueueTerms(window: Self.window(0), reserves: false, exposureMinor: nil, tries: 3)
        let later = QueueTerms(window: Self.window(40_000_000_000), reserves: true, exposureMinor: nil, tries: 3)
        for amount: Int64 in [400, 600] { _ = try payment(payer, amount, queue: queue, policy: kept) }
        try promote(payment(payer, 800, queue: later, policy: kept))
        guard try run()["charged"] == 2 else { throw StackFailure.refused("the window was not charged") }
        // By a channel, with too much; one refund of it does not come through.
        let foreign = try payment(nil, 5_000, policy: kept, currency: Currency(code: "USD") ?? .cny)
        try arrive(foreign, 5_300)
        let back = try payment(nil, 900, policy: kept)
        try arrive(back, 900)
        if let failed = try refund(back, 250) {
            _ = try submit(
                ReturnReport(failed.id, payment: back.terms.id, merchant: merchant, hasSucceeded: false))
        }
        try refund(back, 100)
    }

    /// So many merchants that sold something for 10 each; returns how many.
    func crowd(_ count: Int64) throws -> Int64 {
        let session = try Session(server.address())
        defer { session.close() }
        for number in 0..<count {
            let id = Identifier(merchant.number + 1 + number)
            let shop = Merchant(id: id, pid: 2_000 + number, name: "店", state: .active)
            try MerchantStore.insert(shop, keys: [], at: WallClock.now(), session)
            let terms = PaymentTerms(
                id: .system, merchant: id, payer: nil, outTradeNo: "1", mode: .realtime, requestedMode: nil,
                channel: "balance", money: Money(10, .cny), subject: "点卡", scenario: nil, notifyURL: nil,
                returnURL: nil, client: nil, metadata: nil, createdAt: Timestamp(microseconds: 0))
            let claim = Claim(merchant: id, kind: .payment, key: [49], digest: Array(repeating: 1, count: 32))
            guard case .payment(let payment) = try submit(Charge(terms: terms, claim: claim, nonce: nil)) else {
                continue
            }
            try arrive(payment, 10)
        }
        return count
    }

    /// Dates events to a day long ago in China, a few microseconds apart: all that were not dated before.
    func date(_ day: String) throws {
        guard let noon = Timestamp(rfc3339: "\(day)T12:00:00+08:00") else { return }
        try execute(
            """
            UPDATE event SET created_at = \(noon.microseconds) + id % 1000000
            WHERE created_at > \(noon.microseconds) + 100000000000000
            """)
    }

    /// Dates all events and payments to this moment. Returns its day.
    func dateNow() throws -> String {
        let now = WallClock.now()
        try execute("UPDATE event SET created_at = \(now.microseconds)")
        try execute("UPDATE payment SET created_at = \(now.microseconds), updated_at = \(now.microseconds)")
        return PayoutCalendar.day(of: now).text
    }

    /// The records of a statement, its fields never quoted in these tests.
    func statement(_ day: String, _ currency: String = "CNY") throws -> [[String]] {
        let path = "\(statements)/\(day)/1001-\(currency)-\(day).csv"
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// All files below the statements' directory with what they hold.
    func files() -> [String: Data] {
        let all = FileManager.default.enumerator(atPath: statements)?.compactMap { $0 as? String } ?? []
        return Dictionary(
            all.compactMap { name in FileManager.default.contents(atPath: "\(statements)/\(name)").map { (name, $0) } },
            uniquingKeysWith: { $1 })
    }
}
