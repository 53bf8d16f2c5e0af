import JSON
import Values

@testable import Docking

/// Holds JSON against JSON Schema 2020-12: those keywords of it that the description uses. Any other keyword is a
/// fault, so that nothing is passed over silently.
///
/// Stricter than the standard in one thing: an object must not have members that its schema does not describe, unless
/// it says so with `additionalProperties`.
struct SchemaChecker {
    /// What `$ref`s lead into.
    let document: JSONValue

    private static let remarks: Set = ["description", "examples", "default"]

    /// The value behind `#/a/b`; nil if there is none.
    func target(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document as JSONValue?) { $0?[String($1)] }
    }

    /// Everything that is wrong with a value. `isOpen`: members that nobody described are none of its business.
    func faults(_ value: JSONValue, _ schema: JSONValue, at place: String = "$", isOpen: Bool = false) -> [String] {
        guard case .object(let keywords) = schema else { return ["\(place): no schema"] }
        let undescribed = isOpen || schema["properties"] == nil || schema["additionalProperties"] != nil
        let surplus = undescribed ? [] : self.surplus(value, schema)
        return surplus.map { "\(place): \($0) is not described" }
            + keywords.flatMap { faults(value, $0.key, $0.value, schema, place) }
    }

    private func surplus(_ value: JSONValue, _ schema: JSONValue) -> [String] {
        let known = Set((schema["properties"]?.members ?? []).map(\.key))
        return value.members.map(\.key).filter { !known.contains($0) }
    }

    private func faults(
        _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue, _ place: String
    ) -> [String] {
        switch keyword {
        case "$ref":
            guard let target = rule.text.flatMap(target) else { return ["\(place): \(rule) leads nowhere"] }
            return faults(value, target, at: place)
        case "properties":
            return rule.members.flatMap { member in
                value[member.key].map { faults($0, member.value, at: place + "." + member.key) } ?? []
            }
        case "additionalProperties":
            switch rule {
            case .bool(true): return []
            case .bool(false): return surplus(value, schema).map { "\(place): \($0) is one too many" }
            default:
                let known = Set((schema["properties"]?.members ?? []).map(\.key))
                return value.members.filter { !known.contains($0.key) }.flatMap {
                    faults($0.value, rule, at: place + "." + $0.key)
                }
            }
        case "propertyNames":
            return value.members.flatMap { faults(.string($0.key), rule, at: place + " name") }
        case "items":
            return value.items.enumerated().flatMap { faults($1, rule, at: place + "[\($0)]") }
        case "allOf":
            // A branch without a name of its own only narrows what another one describes.
            return rule.items.flatMap { faults(value, $0, at: place, isOpen: $0["$ref"] == nil) }
        case "anyOf", "oneOf":
            let branches = rule.items.map { faults(value, $0, at: place) }
            let count = branches.count { $0.isEmpty }
            let isGood = keyword == "oneOf" ? count == 1 : count > 0
            return isGood ? [] : ["\(place): fits \(count) of \(keyword): \(branches)"]
        case let remark where Self.remarks.contains(remark): return []
        default:
            guard let isGood = holds(value, keyword, rule) else { return ["\(place): unknown keyword \(keyword)"] }
            return isGood ? [] : ["\(place): \(value) is against \(keyword) \(rule)"]
        }
    }

    /// Whether a value keeps a rule that needs nothing but the value; nil: unknown rule.
    private func holds(_ value: JSONValue, _ keyword: String, _ rule: JSONValue) -> Bool? {
        switch (keyword, rule) {
        case ("type", .string(let name)): isOf(name, value)
        case ("type", .array(let names)): names.contains { $0.text.map { isOf($0, value) } ?? false }
        case ("enum", .array(let values)): values.contains(value)
        case ("const", _): value == rule
        case ("required", .array(let names)): !isOf("object", value) || names.texts.allSatisfy { value[$0] != nil }
        case ("minimum", .integer(let least)): number(value).map { $0 >= least } ?? true
        case ("maximum", .integer(let most)): number(value).map { $0 <= most } ?? true
        case ("minLength", .integer(let least)): value.text.map { $0.unicodeScalars.count >= least } ?? true
        case ("maxLength", .integer(let most)): value.text.map { $0.unicodeScalars.count <= most } ?? true
        case ("minItems", .integer(let least)): !isOf("array", value) || value.items.count >= least
        case ("maxItems", .integer(let most)): value.items.count <= most
        case ("maxProperties", .integer(let most)): value.members.count <= most
        case ("pattern", .string(let pattern)): value.text.map { fits($0, pattern) } ?? true
        case ("format", .string(let format)): keeps(format, value)
        default: nil
        }
    }

    private func number(_ value: JSONValue) -> Int64? {
        guard case .integer(let number) = value else { return nil }
        return number
    }

    private func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("integer", .integer), ("string", .string), ("array", .array),
            ("object", .object):
            true
        default: false
        }
    }

    private func fits(_ text: String, _ pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return text.contains(regex.matchingSemantics(.unicodeScalar))
    }

    /// nil: unknown format.
    private func keeps(_ format: String, _ value: JSONValue) -> Bool? {
        switch format {
        case "date-time": value.text.map { Timestamp(rfc3339: $0) != nil } ?? true
        case "date": value.text.map { Timestamp(rfc3339: $0 + "T00:00:00Z") != nil } ?? true
        case "uri": value.text.map(WebAddress.isWellFormed) ?? true
        case "ipv4": value.text.map { InternetAddress.isVersion4($0) } ?? true
        case "ipv6": value.text.map(InternetAddress.isVersion6) ?? true
        // An integer here has 64 bits in any case, and what a password is says its pattern.
        case "int64", "password": true
        default: nil
        }
    }
}

extension [JSONValue] {
    fileprivate var texts: [String] { compactMap(\.text) }
}
