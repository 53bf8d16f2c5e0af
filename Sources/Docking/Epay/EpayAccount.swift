import JSON

/// A merchant as `act=query` tells it about itself.
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

    /// Writes the members of the answer. Servers and their documentation name two of the counts differently, so both
    /// names are there.
    func write(into writer: inout JSONWriter) {
        writer.field("pid", pid)
        if let key { writer.field("key", key) }
        // A suspended merchant is told nothing at all.
        writer.field("active", 1)
        writer.field("money", EpayMoney.text(fen: balance))
        writer.null("type")
        writer.null("account")
        writer.field("username", name)
        writer.field("orders", orders)
        writer.field("orders_today", ordersToday)
        writer.field("order_today", ordersToday)
        writer.field("orders_lastday", ordersYesterday)
        writer.field("order_lastday", ordersYesterday)
    }
}
