import Payers
import HTTPClient
import JSON
import Values

extension FieldRule where Value == String {
    /// Text of so many characters (Unicode scalars, as the database counts them), without control characters.
    static func text(_ range: ClosedRange<Int>) -> FieldRule {
        .string { text in
            guard range.contains(text.unicodeScalars.count) else {
                return .refused("must have \(range.lowerBound) to \(range.upperBound) characters")
            }
            return text.hasControlCharacters ? .refused("must not contain control characters") : .value(text)
        }
    }

    /// A merchant's own number of something: 1 to 128 bytes without control characters, compared as bytes.
    static let merchantNumber = FieldRule.string { text in
        guard (1...128).contains(text.utf8.count) else { return .refused("must have 1 to 128 bytes") }
        return text.hasControlCharacters ? .refused("must not contain control characters") : .value(text)
    }

    /// An identifier of ours, as text. Whether it is one and whose, the caller of this rule finds out, so that a
    /// malformed one looks like one that does not exist.
    static let identifier = FieldRule.string { .value($0) }

    /// What a payer calls itself: 1 to 64 bytes without control characters, compared as bytes.
    static let login = FieldRule.string { text in
        guard (1...64).contains(text.utf8.count) else { return .refused("must have 1 to 64 bytes") }
        return text.hasControlCharacters ? .refused("must not contain control characters") : .value(text)
    }

    /// Six digits.
    static let pin = FieldRule.string { text in
        PIN.isWellFormed(text) ? .value(text) : .refused("must be six digits")
    }

    /// An absolute http or https URL. Where it leads is looked at when it is used.
    static let webAddress = FieldRule.string { text in
        WebAddress.isWellFormed(text) ? .value(text) : .refused("must be an absolute http or https URL")
    }

    /// A URL that we call ourselves, so that it must not lead into networks that are not everybody's.
    static func calledAddress(_ rules: URLRules) -> FieldRule {
        .string { text in
            guard WebAddress.isWellFormed(text) else { return .refused("must be an absolute http or https URL") }
            do throws(URLRefusal) {
                return .value(try CheckedURL(text, rules).text)
            } catch {
                return .refused("is not called: \(error.rawValue)")
            }
        }
    }

    /// The same, but only at these hosts, if there are any.
    func atHosts(_ hosts: [String]) -> FieldRule {
        FieldRule { value in
            let reading = read(value)
            guard case .value(let url) = reading, !HostRule.allows(url, hosts) else { return reading }
            return .refused("must be at a host that was agreed on")
        }
    }

    /// An IPv4 or IPv6 address.
    static let internetAddress = FieldRule.string { text in
        InternetAddress.isWellFormed(text) ? .value(text) : .refused("must be an IPv4 or IPv6 address")
    }

    private static func string(_ check: @escaping @Sendable (String) -> Reading) -> FieldRule {
        FieldRule { value in
            guard case .string(let text) = value else { return .refused("must be a string") }
            return check(text)
        }
    }
}

extension FieldRule where Value == Currency {
    /// A code of ISO 4217 in upper case.
    static let currency = FieldRule { value in
        guard case .string(let code) = value else { return .refused("must be a string") }
        return Currency(code: code).map(Reading.value) ?? .refused("must be a currency of ISO 4217")
    }
}

extension String {
    /// True if there is a control character of ASCII or Latin-1 (U+0000–001F, U+007F–009F) in it.
    var hasControlCharacters: Bool {
        unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}
