/// Writes JSON by appending bytes; commas are its own business.
///
/// Names are compile-time strings that need no escape, values are escaped. Inside `object` only calls with a name
/// make sense, inside `array` only those without.
package struct JSONWriter: Sendable {
    /// What has been written so far.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty writer with room for so many bytes; it grows beyond them if it has to.
    package init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    // MARK: Elements

    /// An object as the whole text or as an element of an array.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        separate()
        nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// An array as the whole text or as an element of an array.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        separate()
        nest(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// A string element.
    package mutating func string(_ value: String) {
        separate()
        JSONText.append(value, to: &bytes)
    }

    /// A number element.
    package mutating func integer(_ value: Int64) {
        separate()
        JSONText.append(value, to: &bytes)
    }

    /// Any value as an element.
    package mutating func value(_ value: JSONValue) {
        separate()
        JSONText.append(value, to: &bytes)
    }

    /// An element that is JSON text already.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    // MARK: Members

    /// An object member.
    package mutating func object(_ key: StaticString, _ body: (inout JSONWriter) -> Void) {
        name(key)
        nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// An array member.
    package mutating func array(_ key: StaticString, _ body: (inout JSONWriter) -> Void) {
        name(key)
        nest(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// A number member.
    package mutating func field(_ key: StaticString, _ value: Int64) {
        name(key)
        JSONText.append(value, to: &bytes)
    }

    /// A number member.
    package mutating func field(_ key: StaticString, _ value: Int) {
        field(key, Int64(value))
    }

    /// A number member, or null.
    package mutating func field(_ key: StaticString, _ value: Int64?) {
        if let value { field(key, value) } else { null(key) }
    }

    /// A truth value member.
    package mutating func field(_ key: StaticString, _ value: Bool) {
        name(key)
        JSONText.append(value ? "true" : "false" as StaticString, to: &bytes)
    }

    /// A string member.
    package mutating func field(_ key: StaticString, _ value: String) {
        name(key)
        JSONText.append(value, to: &bytes)
    }

    /// A string member, or null.
    package mutating func field(_ key: StaticString, _ value: String?) {
        if let value { field(key, value) } else { null(key) }
    }

    /// Any value as a member.
    package mutating func field(_ key: StaticString, _ value: JSONValue) {
        name(key)
        JSONText.append(value, to: &bytes)
    }

    /// Any value as a member whose name is known at run time only, and so is escaped.
    package mutating func field(named key: String, _ value: JSONValue) {
        separate()
        JSONText.append(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        JSONText.append(value, to: &bytes)
    }

    /// A member that is null.
    package mutating func null(_ key: StaticString) {
        name(key)
        JSONText.append("null" as StaticString, to: &bytes)
    }

    /// A member that is JSON text already.
    package mutating func raw(_ key: StaticString, _ json: [UInt8]) {
        name(key)
        bytes.append(contentsOf: json)
    }

    // MARK: Punctuation

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func name(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        JSONText.append(key, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func nest(_ opening: UInt8, _ closing: UInt8, _ body: (inout JSONWriter) -> Void) {
        bytes.append(opening)
        needsComma = false
        body(&self)
        bytes.append(closing)
        needsComma = true
    }
}
