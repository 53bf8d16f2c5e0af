import OpenSSL
import RawStructuredFieldValues

/// One labelled signature of a message as the fields Signature-Input and Signature carry it (RFC 9421 §4).
struct MessageSignature: Sendable {
    let label: String
    /// In the signer's order; nil if the signature covers something that we do not evaluate, or a thing twice.
    let components: [SignatureComponent]?
    /// The value of `@signature-params`: the signer's list and parameters in canonical form.
    let parameters: [UInt8]
    /// Seconds since 1970.
    let created: Int64?
    /// Seconds since 1970.
    let expires: Int64?
    let keyID: String?
    let algorithm: String?
    let nonce: String?
    let signature: [UInt8]

    /// More labels than this are not worth the work of checking them.
    static let maximumCount = 4

    /// All signatures of a message; nil if the two fields are malformed, disagree, or name a label twice.
    static func all(input: String, signature: String) -> [MessageSignature]? {
        guard let inputs = StructuredDictionary.parse(input), let values = StructuredDictionary.parse(signature),
            inputs.count == values.count, (1...maximumCount).contains(inputs.count)
        else { return nil }
        var found: [MessageSignature] = []
        for (label, member) in inputs {
            guard case .innerList(let list) = member, case .item(let item)? = values[label],
                let one = MessageSignature(label: label, list: list, value: item.rfc9651BareItem)
            else { return nil }
            found.append(one)
        }
        return found
    }

    /// nil for parameters of the wrong type, and for a value that is no byte sequence.
    private init?(label: String, list: InnerList, value: RFC9651BareItem) {
        guard case .undecodedByteSequence(let text) = value, let signature = Base64.decode(text) else { return nil }
        var serializer = StructuredFieldValueSerializer()
        guard let parameters = try? serializer.writeListFieldValue([.innerList(list)]) else { return nil }
        self.label = label
        self.parameters = parameters
        self.signature = signature
        components = Self.components(list.bareInnerList)
        var numbers: (created: Int64?, expires: Int64?) = (nil, nil)
        var texts: (keyID: String?, algorithm: String?, nonce: String?) = (nil, nil, nil)
        for (key, value) in list.rfc9651Parameters {
            switch (key, value) {
            case ("created", .integer(let number)): numbers.created = number
            case ("expires", .integer(let number)): numbers.expires = number
            case ("keyid", .string(let text)): texts.keyID = text
            case ("alg", .string(let text)): texts.algorithm = text
            case ("nonce", .string(let text)): texts.nonce = text
            case ("created", _), ("expires", _), ("keyid", _), ("alg", _), ("nonce", _): return nil
            default: break  // `tag` and what may come are signed, and mean nothing to us.
            }
        }
        (created, expires) = numbers
        (keyID, algorithm, nonce) = texts
    }

    private static func components(_ list: BareInnerList) -> [SignatureComponent]? {
        var components: [SignatureComponent] = []
        for item in list {
            guard let component = SignatureComponent(item), !components.contains(component) else { return nil }
            components.append(component)
        }
        return components
    }
}
