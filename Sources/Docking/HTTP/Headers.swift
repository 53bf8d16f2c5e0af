/// The header fields of a request, in the order they came.
package struct Headers: Sendable {
    /// One line of them.
    struct Field: Sendable {
        /// In lower case.
        let name: String
        let value: String
    }

    private let fields: [Field]

    init(fields: [Field]) { self.fields = fields }

    /// Names in lower case.
    package init(_ fields: [(name: String, value: String)]) {
        self.fields = fields.map { Field(name: $0.name, value: $0.value) }
    }

    /// How often a field is there. Most may come once only, and two of them mean that two programs on the way would
    /// read two different requests.
    package enum Occurrence: Sendable, Equatable {
        case absent
        case once(String)
        case repeated
    }

    /// The field of this lower-case name, where more than one would be a mistake.
    package func only(_ name: String) -> Occurrence {
        var found: String?
        for field in fields where field.name == name {
            if found != nil { return .repeated }
            found = field.value
        }
        return found.map(Occurrence.once) ?? .absent
    }

    /// All values of a field whose lines form a list, joined as RFC 9110 §5.3 says; nil if there is none.
    package func joined(_ name: String) -> String? {
        var found: String?
        for field in fields where field.name == name {
            let value = field.value.trimmingSpaceAndTab
            found = found.map { $0 + ", " + value } ?? value
        }
        return found
    }
}

extension String {
    /// Without the optional white space around a field value (RFC 9110 §5.6.3).
    var trimmingSpaceAndTab: String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let first = utf8.first, let last = utf8.last, isSpace(first) || isSpace(last) else { return self }
        guard let start = utf8.firstIndex(where: { !isSpace($0) }), let end = utf8.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(self[start...end])
    }
}
