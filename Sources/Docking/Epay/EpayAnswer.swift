import JSON
import Values

/// What a shop's server is told of something that went well, field by field. Shops read `code` as an integer, some in
/// languages that take nothing else, and all numbers of orders and amounts as strings.
struct EpayAnswer: Sendable {
    typealias Field = (name: String, value: JSONValue)

    /// A refund, a capture or a void, whose success code differs between servers of V1.
    var isOfMoney = false
    let fields: [Field]
    /// The rows of `data`; nil: there is no such member.
    var rows: [[Field]]?

    /// A new order, and where its payer goes.
    static func created(_ order: Identifier, payURL: String) -> EpayAnswer {
        EpayAnswer(fields: [("trade_no", .string(order.decimal)), ("payurl", .string(payURL))])
    }

    /// A refusal, the same in both versions. The HTTP status is 200 always: shops do not look into others.
    static func refused(_ refusal: EpayRefusal, message: String? = nil) -> Response {
        .json(200) { writer in
            writer.field("code", refusal.code)
            writer.field("msg", message ?? refusal.message)
        }
    }

    /// As V1 tells it: what we do not know or have is null.
    func response(code: Int64) -> Response {
        .json(200) { writer in
            writer.field("code", code)
            for field in fields { writer.field(named: field.name, field.value) }
            write(rows: rows, into: &writer)
        }
    }

    /// As V2 tells it: 0, signed with the time; what we do not know or have is left out, and `data` is not signed.
    func response(signedBy signer: EpayPlatformSigner, at time: Timestamp) -> Response {
        let told: [Field] =
            [("code", .integer(0))] + fields.filter { !$0.value.text.isEmpty }
            + [("timestamp", .string(String(time.microseconds / 1_000_000)))]
        let signature = signer.signature(of: EpaySignature.text(of: told.map { ($0.name, $0.value.text) }))
        return .json(200) { writer in
            for field in told { writer.field(named: field.name, field.value) }
            write(rows: rows?.map { $0.filter { !$0.value.text.isEmpty } }, into: &writer)
            writer.field("sign_type", "RSA")
            writer.field("sign", signature)
        }
    }

    private func write(rows: [[Field]]?, into writer: inout JSONWriter) {
        guard let rows else { return }
        writer.array("data") { writer in
            for row in rows {
                writer.object { writer in
                    for field in row { writer.field(named: field.name, field.value) }
                }
            }
        }
    }
}

extension JSONValue {
    /// A field's value as it is signed; empty: it is not.
    fileprivate var text: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        default: ""
        }
    }
}

extension Optional where Wrapped == String {
    /// A field's value: null if there is none.
    var epayField: JSONValue { map { .string($0) } ?? .null }
}
