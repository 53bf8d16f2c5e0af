import OpenSSL

/// The signatures of the epay protocol, as its servers and SDKs speak it: parameters sorted by the bytes of their
/// names, `k=v&k=v` with raw values. V1 puts the key right behind and takes the MD5 of it, in lower-case hexadecimal;
/// V2 signs it with RSASSA-PKCS1-v1_5 and SHA-256, in base64.
enum EpaySignature {
    /// Which values leave no trace in what is signed. Implementations disagree about it, so each is tried in turn.
    enum Spelling: CaseIterable {
        /// Empty ones: nearly everybody.
        case withoutEmpty
        /// Those of white space only too: servers that trim before they look.
        case withoutBlank
        /// None: shops that sign `return_url=` as they send it.
        case withEmpty

        fileprivate func drops(_ value: [UInt8]) -> Bool {
            switch self {
            case .withoutEmpty: value.isEmpty
            case .withoutBlank: value.allSatisfy(isBlank)
            case .withEmpty: false
            }
        }

        /// What PHP's `trim` takes away: space, tab, line feed, carriage return, NUL, vertical tab.
        private func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D, 0x00, 0x0B].contains(byte) }
    }

    /// The MD5 signature of what we send. Everything sent is signed; an empty value must not be among it, since
    /// receivers disagree about those.
    static func sign(_ fields: [(name: String, value: String)], key: [UInt8]) -> String {
        Hex.encode(Digest.md5(text(of: fields) + key))
    }

    /// Throws unless the holder of the key signed all of this with MD5, and meant by it what we read.
    static func verify(_ parameters: EpayParameters, key: [UInt8]) throws(EpayRefusal) {
        let type = parameters.bytes("sign_type")
        guard type.isEmpty || type.elementsEqual("MD5".utf8) else { throw .unknownSignatureType }
        let signature = parameters.bytes("sign")
        // Without a secret anybody can sign.
        guard !key.isEmpty else { throw .wrongSignature }
        let isSigned = isSigned(parameters) { text in
            constantTimeEqual(Array(Hex.encode(Digest.md5(text + key)).utf8), signature)
        }
        guard isSigned else { throw .wrongSignature }
    }

    /// Likewise with RSA.
    static func verify(_ parameters: EpayParameters, key: PublicKey) throws(EpayRefusal) {
        guard key.kind == .rsa,
            let signature = Base64.decode(String(decoding: parameters.bytes("sign"), as: UTF8.self)),
            isSigned(parameters, by: { key.verifies(signature, $0) })
        else { throw .wrongRSASignature }
    }

    /// What is signed of fields that we send.
    static func text(of fields: [(name: String, value: String)]) -> [UInt8] {
        let values = Dictionary(uniqueKeysWithValues: fields.map { (Array($0.name.utf8), Array($0.value.utf8)) })
        return text(of: values, .withEmpty)
    }

    /// What is signed, without the key.
    static func text(of values: [[UInt8]: [UInt8]], _ spelling: Spelling) -> [UInt8] {
        let signed = values.filter { name, value in
            !name.elementsEqual("sign".utf8) && !name.elementsEqual("sign_type".utf8) && !spelling.drops(value)
        }
        let pairs = signed.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return Array(pairs.map { $0.key + [UInt8(ascii: "=")] + $0.value }.joined(separator: [UInt8(ascii: "&")]))
    }

    /// Whether one of the spellings is signed, and can be read in one way only.
    private static func isSigned(_ parameters: EpayParameters, by check: ([UInt8]) -> Bool) -> Bool {
        for spelling in Spelling.allCases {
            let text = text(of: parameters.values, spelling)
            if check(text) { return hasOneReading(text, parameters) }
        }
        return false
    }

    /// True if nobody can find another amount or another order number in the signed text.
    ///
    /// Its delimiters are not escaped: whoever may choose one value in a shop (a product's name) can write
    /// `&out_trade_no=` into it, and cut the signed text apart differently on its way through the browser. Only these
    /// two are looked at: `pid` chooses the key, and addresses of shops do hold a `&type=` of their own.
    private static func hasOneReading(_ text: [UInt8], _ parameters: EpayParameters) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "&"))
        return ["money", "out_trade_no"].allSatisfy { name in
            let head = Array((name + "=").utf8)
            let read = parameters.bytes(name)
            return parts.allSatisfy { !$0.starts(with: head) || $0.dropFirst(head.count).elementsEqual(read) }
        }
    }
}
