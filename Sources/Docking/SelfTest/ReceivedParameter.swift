/// A parameter as it arrived, decoded once, and what becomes of it.
struct ReceivedParameter: Sendable, Equatable {
    /// Whether a signature covers it, and why not.
    enum Fate: Sendable, Equatable {
        case signed
        /// `sign` and `sign_type` themselves.
        case signature
        /// Without a value: left out.
        case empty
        /// `a[]=1`: means nothing in this protocol.
        case array
        /// Without a name.
        case nameless
        /// There with the same value already: counts once.
        case repeated
        /// There with another value already: the whole request is refused.
        case contradicting
    }

    let name: [UInt8]
    let value: [UInt8]
    let fate: Fate

    /// Those of a form, in the order in which they came.
    static func all(in pairs: [Query.Pair]) -> [ReceivedParameter] {
        var values: [[UInt8]: [UInt8]] = [:]
        return pairs.map { pair in
            let earlier = values[pair.name]
            values[pair.name] = earlier ?? pair.value
            return ReceivedParameter(name: pair.name, value: pair.value, fate: fate(of: pair, after: earlier))
        }
    }

    private static func fate(of pair: Query.Pair, after earlier: [UInt8]?) -> Fate {
        if pair.name.isEmpty { return .nameless }
        if pair.name.contains(UInt8(ascii: "[")) { return .array }
        if let earlier { return earlier == pair.value ? .repeated : .contradicting }
        if pair.name.elementsEqual("sign".utf8) || pair.name.elementsEqual("sign_type".utf8) { return .signature }
        return pair.value.isEmpty ? .empty : .signed
    }

    /// What the doors of the protocol read of these, were they signed like this.
    static func read(_ all: [ReceivedParameter], signedBy signature: [UInt8]) -> EpayParameters? {
        let others = all.filter { !$0.name.elementsEqual("sign".utf8) }.map { ($0.name, $0.value) }
        let pairs = (others + [(Array("sign".utf8), signature)]).map { name, value in
            Query.encoded(name) + [UInt8(ascii: "=")] + Query.encoded(value)
        }
        return try? EpayParameters(query: nil, form: Array(pairs.joined(separator: [UInt8(ascii: "&")])))
    }
}
