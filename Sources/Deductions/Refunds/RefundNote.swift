import Values

/// What the event of a refund says beyond the payment's standing.
struct RefundNote {
    let refund: Identifier
    let amount: Int64

    /// A JSON object of an id and a number, which need no escaping.
    var json: [UInt8] { Array("{\"refund\":\"\(refund.text)\",\"amount\":\(amount)}".utf8) }
}
