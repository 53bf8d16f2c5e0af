import JSON

/// What an order brought that its shop wants to see again, as it is kept with the payment, and how the shop spoke.
struct EpayDocking: Sendable, Equatable {
    /// How the payer wanted to pay, in the shop's words.
    var type: String?
    /// Whatever else.
    let param: String?
    /// How the shop is told about it.
    let speaks: EpayProtocol
    /// The name of the key that the order was signed with: while a shop changes keys, the one that it surely has.
    let keyID: String?

    init(type: String?, param: String?, speaks: EpayProtocol = .v1, keyID: String? = nil) {
        self.type = type
        self.param = param
        self.speaks = speaks
        self.keyID = keyID
    }

    /// Reads what `json` wrote. Payments that came in by another door have nothing of it.
    init(_ json: [UInt8]?) {
        let value = json.flatMap { try? JSONReader.parse($0) }
        type = value?["type"]?.text
        param = value?["param"]?.text
        speaks = (value?["protocol"]?.text).flatMap(EpayProtocol.init(rawValue:)) ?? .v1
        keyID = value?["key"]?.text
    }

    var json: [UInt8] {
        var writer = JSONWriter(capacity: 128)
        writer.object { writer in
            writer.field("protocol", speaks.rawValue)
            writer.field("key", keyID)
            writer.field("type", type)
            writer.field("param", param)
        }
        return writer.bytes
    }
}
