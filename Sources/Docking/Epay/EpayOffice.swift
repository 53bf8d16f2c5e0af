import Deductions
import HTTPClient
import Logging
import MariaDB
import Merchants
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
    /// Signs answers of V2; nil: there is no V2 here.
    let platform: EpayPlatformSigner?
    /// Seconds since 1970.
    let clock: @Sendable () -> Int64
    /// What an address must be that we are to call.
    let outgoing: URLRules
    let log: Logger

    init(_ parts: GatewayParts, _ cashier: Cashier) {
        (directory, records, desk, log) = (parts.directory, parts.records, parts.desk, parts.log)
        waiting = parts.threads.waiting
        limiter = parts.limiter
        outgoing = parts.outgoing.forEpay
        platform = parts.epaySigner
        clock = parts.clock
        self.cashier = cashier
    }

    /// Proves who asks at a door: by the signature, or by the plain key where that is taken.
    func caller(_ call: Call, at door: EpayProtocol, takesKey: Bool) throws(EpayRefusal) -> EpayCaller {
        let parameters = try EpayParameters(call)
        let pid = try parameters.pid()
        let found = try reading(call) { () throws(DatabaseFailure) in
            try directory.ring(of: pid, call.request.deadline)
        }
        guard let ring = found else { throw .unknownMerchant }
        let proof = try EpayProver(ring: ring, parameters: parameters, door: door).proof(takesKey: takesKey)
        if door == .v2 { try checkTime(parameters) }
        guard ring.merchant.state == .active else { throw .suspendedMerchant }
        return EpayCaller(
            merchant: ring.merchant, policies: ring.policies, parameters: parameters, proof: proof, door: door)
    }

    /// Counts a request of a merchant that was proven to be it, and tells whether it may go on: what is agreed with the
    /// merchant holds for all its doors together.
    func isWithinRate(_ merchant: Merchant) -> Bool { limiter.waitSeconds(merchant) == nil }

    /// A request of V2 is good for five minutes.
    private func checkTime(_ parameters: EpayParameters) throws(EpayRefusal) {
        let digits = parameters.bytes("timestamp")
        guard digits.count == 10, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let time = Int64(String(decoding: digits, as: UTF8.self)), abs(time - clock()) <= Self.patienceSeconds
        else { throw .wrongTime }
    }

    private static let patienceSeconds: Int64 = 300

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
