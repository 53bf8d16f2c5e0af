import Deductions
import Ledger
import MariaDB
import Merchants
import Payers
import Threading
import Values

@testable import Docking

/// Books that are arrays.
struct StandInRecords: Records {
    var payments: [Payment] = []
    var payers: [PayerView] = []
    var balances: [MerchantBalance] = []
    var page = EventPage(entries: [], numbers: [:], head: 0)
    var isAway = false

    private func check() throws(DatabaseFailure) {
        if isAway { throw DatabaseFailure(kind: .connectionLost, message: "10.0.0.7 is away") }
    }

    func payment(_ id: Identifier, of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Payment? {
        try check()
        return payments.first { $0.terms.id == id && $0.terms.merchant == merchant }
    }

    func captureTimes(
        of payments: [Identifier], _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Identifier: Timestamp] { [:] }

    func payments(_ filter: PaymentFilter, _ deadline: Deadline) throws(DatabaseFailure) -> [Payment] {
        try check()
        let own = payments.filter { payment in
            payment.terms.merchant == filter.merchant && filter.before.map { payment.terms.id < $0 } ?? true
                && (filter.states?.contains(payment.standing.state) ?? true)
        }
        return Array(own.sorted { $0.terms.id > $1.terms.id }.prefix(filter.limit))
    }

    func payment(
        outTradeNo: String, of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Payment? {
        try check()
        return payments.first { payment in
            payment.terms.merchant == merchant && payment.terms.outTradeNo.utf8.elementsEqual(outTradeNo.utf8)
        }
    }

    func paymentCounts(
        of merchant: Identifier, today: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PaymentCounts {
        try check()
        return PaymentCounts(total: payments.count, today: 0, yesterday: 0)
    }

    func refundTally(
        of payment: Identifier, numbered prefix: String, _ deadline: Deadline
    ) throws(DatabaseFailure) -> RefundTally {
        try check()
        return RefundTally(count: 0, newestAgeMicroseconds: nil)
    }

    func refund(_ id: Identifier, of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Refund? {
        try check()
        return nil
    }

    func refund(
        numbered outRefundNo: [UInt8], of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Refund? {
        try check()
        return nil
    }

    func takings(
        of merchant: Identifier, _ currency: Currency, today: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> (today: Int64, yesterday: Int64) {
        try check()
        return (0, 0)
    }

    func withdrawals(
        of merchant: Identifier, _ currency: Currency, limit: Int, offset: Int, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Withdrawal] {
        try check()
        return []
    }

    func redock(_ payment: Identifier, _ docking: [UInt8], _ deadline: Deadline) throws(DatabaseFailure) {
        try check()
    }

    func payer(_ id: Identifier, of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> PayerView? {
        try check()
        return payers.first { $0.payer.id == id && $0.payer.merchant == merchant }
    }

    func balances(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> [MerchantBalance] {
        try check()
        return merchant == KnownKeys.alice.id ? balances : []
    }

    func events(
        of merchant: Identifier, after: Int64, limit: Int, _ deadline: Deadline
    ) throws(DatabaseFailure) -> EventPage {
        try check()
        return page
    }

    func heads(
        of merchants: [Identifier], _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Identifier: Int64] {
        try check()
        return [:]
    }

    func probe(_ deadline: Deadline) throws(DatabaseFailure) { try check() }
}
