import Channels
import Values

/// What the event of a receipt says beyond the payment's standing.
struct ReceiptNote {
    private let receipt: ChannelReceipt

    init(_ receipt: ChannelReceipt) { self.receipt = receipt }

    /// A JSON object of an id, numbers and words of ours, which need no escaping.
    var json: [UInt8] {
        let ending = receipt.ending.map { "\"\($0.rawValue)\"" } ?? "null"
        return Array(
            """
            {"receipt":"\(receipt.id.text)","received":\(receipt.money.minor),"surplus":\(receipt.surplus),\
            "ending":\(ending)}
            """.utf8)
    }
}
