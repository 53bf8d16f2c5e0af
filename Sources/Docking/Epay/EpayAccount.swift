import JSON

/// A merchant as the protocol tells it about itself.
struct EpayAccount: Sendable {
    /// The merchant's number among epay shops.
    let pid: Int64
    /// The key if the request carried it: one that was only signed gets no secret back.
    let key: String?
    /// What the merchant is called.
    let name: String
    /// Fen: what shops show as their balance.
    let balance: Int64
    /// How many orders there are in all.
    let orders: Int
    /// Of them, those made today by the clocks of China.
    let ordersToday: Int
    /// Those of the day before.
    let ordersYesterday: Int

    /// The answer to `act=query`. Servers and their documentation name two of the counts differently, so both names
    /// are there. A suspended merchant is told nothing at all.
    var answer: EpayAnswer {
        var fields: [EpayAnswer.Field] = [("pid", .integer(pid))]
        if let key { fields.append(("key", .string(key))) }
        fields += [
            ("active", .integer(1)), ("money", .string(EpayMoney.text(fen: balance))), ("type", .null),
            ("account", .null), ("username", .string(name)), ("orders", .integer(Int64(orders))),
            ("orders_today", .integer(Int64(ordersToday))), ("order_today", .integer(Int64(ordersToday))),
            ("orders_lastday", .integer(Int64(ordersYesterday))), ("order_lastday", .integer(Int64(ordersYesterday))),
        ]
        return EpayAnswer(fields: fields)
    }

    /// The answer of `/api/merchant/info`. The takings are fen captured of today's and yesterday's orders.
    func info(takenToday: Int64, takenYesterday: Int64) -> EpayAnswer {
        EpayAnswer(fields: [
            ("pid", .integer(pid)), ("status", .integer(1)), ("pay_status", .integer(1)),
            ("settle_status", .integer(1)),
            ("money", .string(EpayMoney.text(fen: balance))), ("settle_name", .string(name)),
            ("order_num", .integer(Int64(orders))), ("order_num_today", .integer(Int64(ordersToday))),
            ("order_num_lastday", .integer(Int64(ordersYesterday))),
            ("order_money_today", .string(EpayMoney.text(fen: takenToday))),
            ("order_money_lastday", .string(EpayMoney.text(fen: takenYesterday))),
        ])
    }
}
