import Values

/// The JSON of charges, written from constant pieces; no value in it needs an escape.
enum ChargeBody {
    static func single(order: String, payer: String, amount: Int64, mode: Mode = .realtime, notifyURL: String? = nil)
        -> [UInt8]
    {
        var body: [UInt8] = []
        body.reserveCapacity(224)
        append(&body, order: order, payer: payer, amount: amount, mode: mode, notifyURL: notifyURL)
        return body
    }

    static func bulk(_ items: [(order: String, payer: String, amount: Int64)]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(items.count * 160 + 32)
        body += #"{"payments":["#.utf8
        for (index, item) in items.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            append(&body, order: item.order, payer: item.payer, amount: item.amount)
        }
        body += "]}".utf8
        return body
    }

    private static func append(
        _ body: inout [UInt8], order: String, payer: String, amount: Int64, mode: Mode = .realtime,
        notifyURL: String? = nil
    ) {
        body += #"{"out_trade_no":""#.utf8
        body += order.utf8
        body += #"","payer":""#.utf8
        body += payer.utf8
        body += #"","amount":"#.utf8
        body += String(amount).utf8
        body += #","currency":"CNY","mode":""#.utf8
        body += mode.rawValue.utf8
        body += #"","subject":"Game card""#.utf8
        if let notifyURL {
            body += #","notify_url":""#.utf8
            body += notifyURL.utf8
            body.append(UInt8(ascii: "\""))
        }
        body.append(UInt8(ascii: "}"))
    }
}
