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
        if let plain = PlainSignatureInput(input) {
            if let value = plainValue(signature, label: plain.label) {
                return MessageSignature(plain, signature: value).map { [$0] }
            }
            guard let values = values(signature), values.count == 1 else { return nil }
            return values[plain.label].flatMap { MessageSignature(plain, signature: $0) }.map { [$0] }
        }
        guard let inputs = StructuredDictionary.parse(input), (1...maximumCount).contains(inputs.count),
            let values = values(signature), inputs.count == values.count
        else { return nil }
        var found: [MessageSignature] = []
        for (label, member) in inputs {
            guard case .innerList(let list) = member, let value = values[label],
                let one = MessageSignature(label: label, list: list, signature: value)
            else { return nil }
            found.append(one)
        }
        return found
    }

    /// The bytes of a Signature field that is `label=:…:`, what nearly everybody sends, and no work for a parser.
    private static func plainValue(_ field: String, label: String) -> [UInt8]? {
        guard field.utf8.starts(with: label.utf8), field.utf8.last == UInt8(ascii: ":") else { return nil }
        let rest = field.utf8.dropFirst(label.utf8.count)
        guard rest.starts(with: "=:".utf8) else { return nil }
        return Base64.decode(String(Substring(rest.dropFirst(2).dropLast())))
    }

    /// The byte sequences of the Signature field by label; nil if it holds anything else.
    private static func values(_ field: String) -> [String: [UInt8]]? {
        guard let members = StructuredDictionary.parse(field) else { return nil }
        var values: [String: [UInt8]] = [:]
        for (label, member) in members {
            guard case .item(let item) = member, case .undecodedByteSequence(let text) = item.rfc9651BareItem,
                let value = Base64.decode(text)
            else { return nil }
            values[label] = value
        }
        return values
    }

    /// nil for parameters of the wrong type.
    private init?(label: String, list: InnerList, signature: [UInt8]) {
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

    /// nil for parameters of the wrong type.
    private init?(_ plain: PlainSignatureInput, signature: [UInt8]) {
        label = plain.label
        parameters = plain.canonical
        self.signature = signature
        components = Self.components(plain.names)
        var numbers: (created: Int64?, expires: Int64?) = (nil, nil)
        var texts: (keyID: String?, algorithm: String?, nonce: String?) = (nil, nil, nil)
        for (key, value) in plain.parameters {
            switch (key, value) {
            case ("created", .integer(let number)): numbers.created = number
            case ("expires", .integer(let number)): numbers.expires = number
            case ("keyid", .text(let text)): texts.keyID = text
            case ("alg", .text(let text)): texts.algorithm = text
            case ("nonce", .text(let text)): texts.nonce = text
            case ("created", _), ("expires", _), ("keyid", _), ("alg", _), ("nonce", _): return nil
            default: break
            }
        }
        (created, expires) = numbers
        (keyID, algorithm, nonce) = texts
    }

    private static func components(_ names: [String]) -> [SignatureComponent]? {
        var components: [SignatureComponent] = []
        for name in names {
            guard let component = SignatureComponent(plain: name), !components.contains(component) else { return nil }
            components.append(component)
        }
        return components
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
