import Deductions
import Ledger
import MariaDB
import Merchants
import Values

/// What `/api.php` tells of the books.
struct EpayBooks: Sendable {
    let office: EpayOffice

    /// `act=query`: the merchant itself.
    func account(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> EpayAnswer {
        let (merchant, deadline) = (caller.merchant, call.request.deadline)
        let (balances, counts) = try office.reading(call) { () throws(DatabaseFailure) in
            (
                try office.records.balances(of: merchant.id, deadline),
                try office.records.paymentCounts(of: merchant.id, today: WallClock.now().chinaMidnight, deadline)
            )
        }
        let yuan = balances.first { $0.currency == .cny }
        return .account(
            EpayAccount(
                pid: merchant.pid, key: caller.key, name: merchant.name,
                balance: yuan.map { $0.available + $0.pending } ?? 0, orders: counts.total,
                ordersToday: counts.today, ordersYesterday: counts.yesterday))
    }

    /// `act=order`: one order.
    func order(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> EpayAnswer {
        .order(try told([try office.order(caller, call)], caller, call)[0])
    }

    /// `act=orders`: a page of them, newest first.
    func orders(_ caller: EpayCaller, _ call: Call) throws(EpayRefusal) -> EpayAnswer {
        var filter = PaymentFilter(merchant: caller.merchant.id)
        filter.currency = .cny
        if let status = EpayStatus(text: caller.parameters.bytes("status")) { status.narrow(&filter) }
        filter.limit = min(max(Self.number("limit", caller.parameters) ?? 10, 1), 50)
        filter.offset =
            Self.number("offset", caller.parameters)
            ?? (max(Self.number("page", caller.parameters) ?? 1, 1) - 1) * filter.limit
        let found = try office.reading(call) { [filter] () throws(DatabaseFailure) in
            try office.records.payments(filter, call.request.deadline)
        }
        return .orders(try told(found, caller, call))
    }

    private func told(
        _ payments: [Payment], _ caller: EpayCaller, _ call: Call
    ) throws(EpayRefusal) -> [EpayOrder] {
        let times = try office.reading(call) { () throws(DatabaseFailure) in
            try office.records.captureTimes(of: payments.map(\.terms.id), call.request.deadline)
        }
        return payments.map {
            EpayOrder($0, paidAt: times[$0.terms.id], pid: caller.merchant.pid, office.cashier)
        }
    }

    /// Up to seven digits; whatever else is as if it were not there.
    private static func number(_ name: String, _ parameters: EpayParameters) -> Int? {
        let digits = parameters.bytes(name)
        guard (1...7).contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
