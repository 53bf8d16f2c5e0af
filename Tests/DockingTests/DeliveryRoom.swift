import Deductions
import Events
import HTTPClient
import MariaDB
import OpenSSL
import Threading
import Values

@testable import Docking

/// Where deliveries are sent from in tests, and looked at.
struct DeliveryRoom: Sendable {
    let counter: RealCounter
    let platform: PrivateKey
    let post = DeliveryPost(.publicAndLoopback)

    init(_ counter: RealCounter) throws {
        self.counter = counter
        platform = try PrivateKey.generateEd25519()
    }

    var signer: WebhookSigner { WebhookSigner(PlatformSigner(key: platform, keyID: "platform")) }
    var desk: DeliveryDesk {
        DeliveryDesk(counter.worker, .local, signer, epaySigner: EpayPlatformSigner(counter.platformRSA))
    }
    var sender: DeliverySender { DeliverySender(desk, post) }

    /// Has a sender at work until something is so.
    func run(until isDone: () throws -> Bool) throws {
        let sender = sender
        defer { sender.stop() }
        let deadline = Deadline.milliseconds(60_000)
        while try !isDone() {
            guard !deadline.isPast else { throw SignatureFailure.invalid("not delivered") }
            _ = try sender.pass()
            sender.work(milliseconds: 10)
        }
    }

    /// Has a sender do what is due, round after round, without the pauses between: all that waits is due, also what
    /// waits for something else.
    @discardableResult
    func runRounds(until isDone: () throws -> Bool) throws -> [Delivery] {
        var deaths: [Delivery] = []
        let deadline = Deadline.milliseconds(60_000)
        while try !isDone() {
            guard !deadline.isPast else { throw SignatureFailure.invalid("not delivered") }
            try makeDue()
            let sender = DeliverySender(desk, post) { deaths.append($0.delivery) }
            _ = try sender.pass()
            sender.stop(withinMilliseconds: 10_000)
        }
        return deaths
    }

    /// What a sender takes, which nobody sends.
    func take() throws -> TakenDelivery {
        let desk = desk
        let deadline = Deadline.milliseconds(20_000)
        while !deadline.isPast {
            if let taken = try desk.take(limit: 10).deliveries.first { return taken }
        }
        throw SignatureFailure.invalid("nothing is due")
    }

    func deliveries(_ payment: Identifier) throws -> [Delivery] {
        try asked { session in
            let events = try session.query(
                "SELECT event_id FROM delivery WHERE payment_id = \(payment.number) ORDER BY version")
            return try events.compactMap { try DeliveryStore.delivery(of: Identifier($0.int64(0)), session) }
        }
    }

    func isSettled(_ payment: Identifier) throws -> Bool {
        try deliveries(payment).allSatisfy { $0.state != .waiting }
    }

    /// Nobody waits for the next try; what is under way stays whose it is.
    func makeDue() throws {
        try asked { session in
            _ = try session.execute("UPDATE delivery SET due_at = 0 WHERE state = 'waiting' AND due_at > 0")
        }
    }

    /// Sets when an event of a payment is due.
    func postpone(_ payment: Identifier, version: Int64, to microsecond: Int64) throws {
        try asked { session in
            _ = try session.execute(
                """
                UPDATE delivery SET due_at = \(microsecond)
                WHERE payment_id = \(payment.number) AND version = \(version)
                """)
        }
    }

    /// Ends what a test leaves behind.
    func settle(_ payment: Identifier) throws {
        try asked { session in
            _ = try session.execute(
                "UPDATE delivery SET state = 'dead' WHERE payment_id = \(payment.number) AND state = 'waiting'")
        }
    }

    func replay(_ event: Identifier) throws -> Bool {
        try asked { session in try DeliveryStore.replay(event, session) }
    }

    func asked<Result>(_ body: (Session) throws -> Result) throws -> Result {
        let session = try Session(counter.address)
        defer { session.close() }
        return try body(session)
    }
}
