import Deductions
import Events
package import HTTPClient
package import MariaDB
import Threading

/// A sender's dealings with the database, over a session of its own.
package final class WebhookDesk {
    private let address: DatabaseAddress
    private let rules: URLRules
    private var session: Session?

    /// A try takes ten seconds at most; the rest is for writing down what came of it.
    private static let latestStartMilliseconds = Int(DeliveryClaims.leaseMicroseconds / 1_000) - 15_000

    package init(_ address: DatabaseAddress, _ rules: URLRules) {
        self.address = address
        self.rules = rules
    }

    /// Takes webhooks that are to be sent now. `isFull`: there may be more.
    func take(limit: Int) throws(DatabaseFailure) -> (webhooks: [Webhook], isFull: Bool) {
        let latestStart = Deadline.milliseconds(Self.latestStartMilliseconds)
        return try connected { session throws(DatabaseFailure) in
            let (taken, isFull) = try DeliveryClaims.take(limit: limit, session)
            guard !taken.isEmpty else { return ([], isFull) }
            let entries = try EventFeedStore.entries(of: taken.map(\.event), session)
            let byEvent = Dictionary(entries.map { ($0.event.id, $0) }, uniquingKeysWith: { $1 })
            let payments = try PaymentStore.payments(Set(taken.map(\.payment)).sorted(), session)
            let terms = Dictionary(payments.map { ($0.terms.id, $0.terms) }, uniquingKeysWith: { $1 })
            let webhooks = taken.compactMap { delivery -> Webhook? in
                guard let entry = byEvent[delivery.event], let terms = terms[delivery.payment] else { return nil }
                let url = terms.notifyURL.flatMap { try? CheckedURL($0, rules) }
                return Webhook(
                    delivery, entry, outTradeNo: terms.outTradeNo, url: url, latestStart: latestStart)
            }
            return (webhooks, isFull)
        }
    }

    func giveBack(_ webhooks: [Webhook], pauseMicroseconds: Int64) throws(DatabaseFailure) {
        guard !webhooks.isEmpty else { return }
        try connected { session throws(DatabaseFailure) in
            try DeliveryClaims.giveBack(webhooks.map(\.delivery), pauseMicroseconds: pauseMicroseconds, session)
        }
    }

    func record(_ outcomes: [DeliveryOutcome]) throws(DatabaseFailure) {
        guard !outcomes.isEmpty else { return }
        try connected { session throws(DatabaseFailure) in try DeliveryClaims.record(outcomes, session) }
    }

    /// After a failure the next call begins with a new session.
    private func connected<Result>(
        _ body: (Session) throws(DatabaseFailure) -> Result
    ) throws(DatabaseFailure) -> Result {
        do throws(DatabaseFailure) {
            return try body(try opened())
        } catch {
            session?.close()
            session = nil
            throw error
        }
    }

    private func opened() throws(DatabaseFailure) -> Session {
        if let session { return session }
        let made = try Session(address)
        session = made
        return made
    }
}
