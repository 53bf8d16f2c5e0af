import Deductions
import JSON
import Ledger
import MariaDB
import Merchants
import Values

/// What shops' servers are told of the books.
struct EpayBooks: Sendable {
    let office: EpayOffice

    /// The merchant itself.
    func account(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> EpayAnswer {
        let (merchant, deadline) = (caller.merchant, call.request.deadline)
        let today = WallClock.now().chinaMidnight
        let (balances, counts, takings) = try office.reading(call) { () throws(DatabaseFailure) in
            (
                try office.records.balances(of: merchant.id, deadline),
                try office.records.paymentCounts(of: merchant.id, today: today, deadline),
                caller.door == .v2
                    ? try office.records.takings(of: merchant.id, .cny, today: today, deadline)
                    : (today: 0, yesterday: 0)
            )
        }
        let yuan = balances.first { $0.currency == .cny }
        let account = EpayAccount(
            pid: merchant.pid, key: caller.shownKey, name: merchant.name,
            balance: yuan.map { $0.available + $0.pending } ?? 0, orders: counts.total,
            ordersToday: counts.today, ordersYesterday: counts.yesterday)
        return caller.door == .v1
            ? account.answer : account.info(takenToday: takings.today, takenYesterday: takings.yesterday)
    }

    /// One order.
    func order(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> EpayAnswer {
        let order = try told([try office.order(caller, call)], caller, call)[0]
        return EpayAnswer(fields: [("msg", .string("succ"))] + order)
    }

    /// A page of them, newest first.
    func orders(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> EpayAnswer {
        var filter = PaymentFilter(merchant: caller.merchant.id)
        filter.currency = .cny
        if let status = EpayStatus(text: caller.parameters.bytes("status")) { status.narrow(&filter) }
        (filter.limit, filter.offset) = Self.page(caller.parameters)
        let found = try office.reading(call) { [filter] () throws(DatabaseFailure) in
            try office.records.payments(filter, call.request.deadline)
        }
        return Self.list(try told(found, caller, call))
    }

    /// A page of what was sent on its way to the merchant's bank, newest first.
    func settlements(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> EpayAnswer {
        let (limit, offset) = Self.page(caller.parameters)
        let found = try office.reading(call) { () throws(DatabaseFailure) in
            try office.records.withdrawals(
                of: caller.merchant.id, .cny, limit: limit, offset: offset, call.request.deadline)
        }
        return Self.list(
            found.map { withdrawal in
                let money = EpayMoney.text(fen: withdrawal.money.minor)
                let time = withdrawal.createdAt.chinaText
                return [
                    ("id", .string(withdrawal.id.decimal)), ("uid", .integer(caller.merchant.pid)), ("type", .null),
                    ("account", .null), ("username", .string(caller.merchant.name)), ("money", .string(money)),
                    ("realmoney", .string(money)), ("addtime", .string(time)), ("endtime", .string(time)),
                    ("status", .integer(1)),
                ]
            })
    }

    private static func list(_ rows: [[EpayAnswer.Field]]) -> EpayAnswer {
        EpayAnswer(fields: [("msg", .string("succ")), ("count", .integer(Int64(rows.count)))], rows: rows)
    }

    private func told(
        _ payments: [Payment], _ caller: EpayCaller, _ call: Call
    ) throws(EpayRefusal) -> [[EpayAnswer.Field]] {
        let times = try office.reading(call) { () throws(DatabaseFailure) in
            try office.records.captureTimes(of: payments.map(\.terms.id), call.request.deadline)
        }
        return payments.map {
            let order = EpayOrder($0, paidAt: times[$0.terms.id], pid: caller.merchant.pid, office.cashier)
            return caller.door == .v1 ? order.fields : order.fieldsV2
        }
    }

    /// Ten to fifty, from `offset` on; some documentation of the protocol counts pages instead.
    private static func page(_ parameters: EpayParameters) -> (limit: Int, offset: Int) {
        let limit = min(max(number("limit", parameters) ?? 10, 1), 50)
        return (limit, number("offset", parameters) ?? (max(number("page", parameters) ?? 1, 1) - 1) * limit)
    }

    /// Up to seven digits; whatever else is as if it were not there.
    private static func number(_ name: String, _ parameters: EpayParameters) -> Int? {
        let digits = parameters.bytes(name)
        guard (1...7).contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
