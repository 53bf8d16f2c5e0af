import Deductions
import HTTPClient
import Logging
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

/// What the doors of the epay protocol share: who asks, what the books say, how it is refused.
struct EpayOffice: Sendable {
    let directory: any KeyDirectory
    let records: any Records
    let desk: any CommandDesk
    private let limiter: RateLimiter
    let cashier: Cashier
    let waiting: WorkPool
    /// What an address must be that we are to call.
    let outgoing: URLRules
    let log: Logger

    init(_ parts: GatewayParts, _ cashier: Cashier) {
        (directory, records, desk, log) = (parts.directory, parts.records, parts.desk, parts.log)
        waiting = parts.threads.waiting
        limiter = parts.limiter
        outgoing = parts.outgoing.forEpay
        self.cashier = cashier
    }

    /// Proves who asks: by the signature, or by the plain key where that is taken.
    func caller(_ call: Call, takesKey: Bool) throws(EpayRefusal) -> EpayCaller {
        let parameters = try EpayParameters(call)
        let pid = try parameters.pid()
        let found = try reading(call) { () throws(DatabaseFailure) in
            try directory.ring(of: pid, call.request.deadline)
        }
        guard let ring = found else { throw .unknownMerchant }
        let keys = ring.materials(.md5)
        let shown = takesKey ? parameters.bytes("key") : []
        if !shown.isEmpty {
            guard keys.contains(where: { constantTimeEqual($0, shown) }) else { throw .wrongKey }
        } else {
            guard !takesKey || !parameters.bytes("sign").isEmpty else { throw .wrongKey }
            try Self.verify(parameters, keys)
        }
        guard ring.merchant.state == .active else { throw .suspendedMerchant }
        guard isWithinRate(ring.merchant) else { throw .unavailable }
        let key = shown.isEmpty ? nil : String(decoding: shown, as: UTF8.self)
        return EpayCaller(merchant: ring.merchant, policies: ring.policies, parameters: parameters, key: key)
    }

    /// Counts a request of a merchant that was proven to be it, and tells whether it may go on: what is agreed with the
    /// merchant holds for all its doors together.
    func isWithinRate(_ merchant: Merchant) -> Bool { limiter.waitSeconds(merchant) == nil }

    private static func verify(_ parameters: EpayParameters, _ keys: [[UInt8]]) throws(EpayRefusal) {
        var refusal = EpayRefusal.wrongSignature
        for key in keys {
            do throws(EpayRefusal) {
                return try EpaySignature.verify(parameters, key: key)
            } catch {
                refusal = error
            }
        }
        throw refusal
    }

    /// Hands in what a call wants. `judge` makes the command, and tells the version of the merchant by which it did; if
    /// that has passed when the command's turn comes, it is asked again, to judge by what holds then. `tell` gets the
    /// verdict, and what `judge` said last of what it is about, on a thread that may wait.
    func submit<Subject: Sendable>(
        _ call: Call, restarts: Int = 0,
        judge: @escaping @Sendable () throws(EpayRefusal) -> (command: any Command, version: Int64, subject: Subject),
        tell: @escaping @Sendable (Result<(subject: Subject, verdict: Verdict), EpayRefusal>) -> Void
    ) {
        do throws(EpayRefusal) {
            let (command, version, subject) = try judge()
            desk.submit(command, under: version, call.request.deadline) { verdict, _ in
                waiting.run {
                    guard verdict == .stale, restarts < Asked.maximumRestarts, !call.request.deadline.isPast else {
                        return tell(.success((subject, verdict)))
                    }
                    do throws(EpayRefusal) {
                        try reading(call) { () throws(DatabaseFailure) in try directory.refresh(call.request.deadline) }
                    } catch {
                        return tell(.failure(error))
                    }
                    submit(call, restarts: restarts + 1, judge: judge, tell: tell)
                }
            }
        } catch {
            tell(.failure(error))
        }
    }

    /// The order that a call names by our number, or else by the shop's. Payments in other currencies came in by
    /// another door and cannot be told here, where all amounts are yuan.
    func order(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> Payment {
        let (merchant, deadline) = (caller.merchant.id, call.request.deadline)
        let tradeNo = caller.parameters.bytes("trade_no")
        let outTradeNo = caller.parameters.bytes(EpayRefusal.Field.outTradeNo.rawValue)
        guard !tradeNo.isEmpty || !outTradeNo.isEmpty else { throw .noOrderNamed }
        let found = try reading(call) { () throws(DatabaseFailure) -> Payment? in
            if tradeNo.isEmpty {
                guard let number = String(validating: outTradeNo, as: UTF8.self) else { return nil }
                return try records.payment(outTradeNo: number, of: merchant, deadline)
            }
            guard let id = Identifier(decimal: String(decoding: tradeNo, as: UTF8.self)) else { return nil }
            return try records.payment(id, of: merchant, deadline)
        }
        guard let payment = found, payment.terms.money.currency == .cny else { throw .unknownOrder }
        return payment
    }

    /// Reads from the books; when they cannot be read the shop is asked to come back.
    func reading<Value>(
        _ call: Call, _ body: () throws(DatabaseFailure) -> Value
    ) throws(EpayRefusal) -> Value {
        do {
            return try body()
        } catch {
            log.info(
                "cannot read", metadata: ["request_id": "\(call.request.requestID)", "cause": "\(error.description)"])
            throw .unavailable
        }
    }

    /// One line for each refusal, without anything that the shop wrote.
    func note(_ refusal: EpayRefusal, _ call: Call) {
        log.info(
            "refused",
            metadata: ["request_id": "\(call.request.requestID)", "protocol": "epay", "cause": "\(refusal.cause)"])
    }
}
