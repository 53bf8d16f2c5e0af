/// What an epay request brought: names and values, decoded once, as the bytes that its signature covers.
///
/// Everything comes from one place, or a signature made for one could be completed from the other: the query if it
/// has a `pid`, as the protocol's servers do it, else the form. Only `act` may stand in the other place, and is then
/// covered like the rest.
struct EpayParameters: Sendable {
    /// Why a request cannot be read in one way only. The name is that of the parameter at fault.
    enum Failure: Error, Equatable {
        /// A name came twice with two values: PHP would take the last, others the first.
        case ambiguous(String)
        /// A value that has to be text is not UTF-8.
        case notText(String)
    }

    /// All that can be signed and read, by name. Arrays (`a[]`) and values without a name are not here: no signature
    /// covers them, so they mean nothing.
    let values: [[UInt8]: [UInt8]]

    /// Reads what follows the question mark and the body of a form (application/x-www-form-urlencoded).
    init(query: Substring?, form: [UInt8]) throws(Failure) {
        try self.init(query: query, filled: Query(form: form).pairs)
    }

    /// Reads what follows the question mark, and a form that has been taken apart. What is called `ignored` in the
    /// query is part of the address.
    init(query: Substring?, filled: [Query.Pair], ignoring ignored: String? = nil) throws(Failure) {
        let asked = Query(query ?? "").pairs.filter { pair in
            !(ignored.map { pair.name.elementsEqual($0.utf8) } ?? false)
        }
        let isAsked = asked.contains { $0.name.elementsEqual("pid".utf8) }
        let elsewhere = (isAsked ? filled : asked).filter { $0.name.elementsEqual("act".utf8) }
        var values: [[UInt8]: [UInt8]] = [:]
        for pair in (isAsked ? asked : filled) + elsewhere {
            guard !pair.name.isEmpty, !pair.name.contains(UInt8(ascii: "[")) else { continue }
            if let earlier = values.updateValue(pair.value, forKey: pair.name), earlier != pair.value {
                throw .ambiguous(String(decoding: pair.name, as: UTF8.self))
            }
        }
        self.values = values
    }

    /// The value of a parameter; empty if it is absent, which the protocol does not tell apart.
    func bytes(_ name: String) -> [UInt8] { values[Array(name.utf8)] ?? [] }

    /// The value of a parameter as text; nil if it is absent or empty.
    func text(_ name: String) throws(Failure) -> String? {
        let bytes = bytes(name)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(name) }
        return text.isEmpty ? nil : text
    }
}
