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
            let found = try PaymentStore.payments(Set(taken.map(\.delivery.payment)).sorted(), session)
            let payments = Dictionary(found.map { ($0.terms.id, $0) }, uniquingKeysWith: { $1 })
            let rings = try rings(of: found, session)
            let deliveries = taken.compactMap { delivery, entry -> TakenDelivery? in
                guard let payment = payments[delivery.payment],
                    let letter = letter(entry, payment, rings[delivery.merchant])
                else { return nil }
                return TakenDelivery(delivery: delivery, letter: letter, latestStart: latestStart)
            }
            return (deliveries, isFull)
        }
    }

    /// What a shop is told of an event of this payment: in the protocol that the payment came in by.
    private func letter(_ entry: FeedEntry, _ payment: Payment, _ ring: KeyRing?) -> (any Letter)? {
        let terms = payment.terms
        func url(_ rules: URLRules) -> CheckedURL? { terms.notifyURL.flatMap { try? CheckedURL($0, rules) } }
        guard terms.door == .epay else {
            return WebhookLetter(entry, outTradeNo: terms.outTradeNo, url: url(rules), signer)
        }
        return ring.map {
            EpayLetter(
                notice: EpayNotice(payment, pid: $0.merchant.pid), url: url(rules.forEpay),
                isRefunded: payment.refundable == 0,
                pens: EpayPens(EpayDocking(terms.docking), $0, epaySigner))
        }
    }

    /// The keys of the merchants whose protocol signs with them.
    private func rings(
        of payments: [Payment], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: KeyRing] {
        let merchants = Set(payments.filter { $0.terms.door == .epay }.map(\.terms.merchant)).sorted()
        guard !merchants.isEmpty else { return [:] }
        let rings = try MerchantStore.rings(of: merchants, session).map(opened)
        return Dictionary(rings.map { ($0.merchant.id, $0) }, uniquingKeysWith: { $1 })
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
