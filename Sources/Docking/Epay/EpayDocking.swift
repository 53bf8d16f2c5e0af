import JSON

/// What an order brought that its shop wants to see again, as it is kept with the payment.
struct EpayDocking: Sendable, Equatable {
    /// How the payer wanted to pay, in the shop's words.
    let type: String?
    /// Whatever else.
    let param: String?

    init(type: String?, param: String?) {
        self.type = type
        self.param = param
    }

    /// Reads what `json` wrote. Payments that came in by another door have nothing of it.
    init(_ json: [UInt8]?) {
        let value = json.flatMap { try? JSONReader.parse($0) }
        func text(_ name: String) -> String? {
            if case .string(let text)? = value?[name] { text } else { nil }
        }
        type = text("type")
        param = text("param")
    }

    var json: [UInt8] {
        var writer = JSONWriter(capacity: 128)
        writer.object { writer in
            writer.field("protocol", "epay-v1")
            writer.field("type", type)
            writer.field("param", param)
        }
        return writer.bytes
    }
}
