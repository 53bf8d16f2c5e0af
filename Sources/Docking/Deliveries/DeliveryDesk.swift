import Deductions
import Events
package import HTTPClient
package import MariaDB
package import Merchants
import Threading
import Values

/// A sender's dealings with the database, over a session of its own.
package final class DeliveryDesk {
    private let address: DatabaseAddress
    private let rules: URLRules
    private let signer: WebhookSigner
    private let epaySigner: EpayPlatformSigner?
    private let vault: KeyVault?
    private var session: Session?

    /// A try takes ten seconds at most; the rest is for writing down what came of it.
    private static let latestStartMilliseconds = Int(DeliveryClaims.leaseMicroseconds / 1_000) - 15_000

    /// `rules`: where shops may be called. `signer`: signs what shops of the v1 API are told; `epaySigner`, what those
    /// of epay V2 are. `vault`: opens the keys of the others; without one, only those that lie open are of use.
    package init(
        _ address: DatabaseAddress, _ rules: URLRules, _ signer: WebhookSigner, epaySigner: EpayPlatformSigner?,
        vault: KeyVault? = nil
    ) {
        self.epaySigner = epaySigner
        self.vault = vault
        self.address = address
        self.rules = rules
        self.signer = signer
    }

    /// Takes deliveries that are to be sent now. `isFull`: there may be more.
    func take(limit: Int) throws(DatabaseFailure) -> (deliveries: [TakenDelivery], isFull: Bool) {
        let latestStart = Deadline.milliseconds(Self.latestStartMilliseconds)
        return try connected { session throws(DatabaseFailure) in
            let (taken, isFull) = try DeliveryClaims.take(limit: limit, session)
            guard !taken.isEmpty else { return ([], isFull) }
            let terms = try PaymentStore.notifyTerms(of: Set(taken.map(\.delivery.payment)).sorted(), session)
            let orders = try epayOrders(terms.values.filter { $0.door == .epay }.map(\.payment), session)
            let deliveries = taken.compactMap { delivery, entry -> TakenDelivery? in
                guard let terms = terms[delivery.payment], let letter = letter(entry, terms, orders[terms.payment])
                else { return nil }
                return TakenDelivery(delivery: delivery, letter: letter, latestStart: latestStart)
            }
            return (deliveries, isFull)
        }
    }

    /// What a shop is told of an event of this payment: in the protocol that the payment came in by.
    private func letter(_ entry: FeedEntry, _ terms: NotifyTerms, _ order: EpayOrder?) -> (any Letter)? {
        func url(_ rules: URLRules) -> CheckedURL? { terms.notifyURL.flatMap { try? CheckedURL($0, rules) } }
        guard terms.door == .epay else {
            return WebhookLetter(entry, outTradeNo: terms.outTradeNo, url: url(rules), signer)
        }
        return order.map { order in
            EpayLetter(
                notice: EpayNotice(order.payment, pid: order.ring.merchant.pid), url: url(rules.forEpay),
                isRefunded: order.payment.refundable == 0,
                pens: EpayPens(EpayDocking(order.payment.terms.docking), order.ring, epaySigner))
        }
    }

    /// A payment whose shop speaks epay, and the keys that its merchant's protocol signs with.
    private typealias EpayOrder = (payment: Payment, ring: KeyRing)

    private func epayOrders(
        _ ids: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: EpayOrder] {
        guard !ids.isEmpty else { return [:] }
        let payments = try PaymentStore.payments(ids.sorted(), session)
        let rings = Dictionary(
            try MerchantStore.rings(of: Set(payments.map(\.terms.merchant)).sorted(), session).map(opened).map {
                ($0.merchant.id, $0)
            }, uniquingKeysWith: { $1 })
        var orders: [Identifier: EpayOrder] = [:]
        for payment in payments {
            if let ring = rings[payment.terms.merchant] { orders[payment.terms.id] = (payment, ring) }
        }
        return orders
    }

    /// A key that does not open is of no use: its merchant's letters wait, those of others go on.
    private func opened(_ ring: KeyRing) -> KeyRing {
        guard let vault else { return ring }
        return KeyRing(
            merchant: ring.merchant, keys: ring.keys.map { (try? vault.opened($0)) ?? $0 }, policies: ring.policies)
    }

    func giveBack(_ taken: [(delivery: Delivery, pauseMicroseconds: Int64)]) throws(DatabaseFailure) {
        guard !taken.isEmpty else { return }
        try connected { session throws(DatabaseFailure) in try DeliveryClaims.giveBack(taken, session) }
    }

    /// Writes outcomes down; those that count.
    @discardableResult
    func record(_ outcomes: [DeliveryOutcome]) throws(DatabaseFailure) -> [DeliveryOutcome] {
        guard !outcomes.isEmpty else { return [] }
        return try connected { session throws(DatabaseFailure) in try DeliveryClaims.record(outcomes, session) }
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
