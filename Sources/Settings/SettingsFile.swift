internal import Foundation
internal import JSON

/// A configuration file as keys and values: `{"database": {"port": 3306}}` and `{"database.port": 3306}` are the same.
struct SettingsFile {
    enum Value {
        case text(String)
        case number(Int64)
        case flag(Bool)

        /// As an environment variable would have it.
        var text: String {
            switch self {
            case .text(let text): text
            case .number(let number): String(number)
            case .flag(let flag): flag ? "true" : "false"
            }
        }
    }

    private static let maximumBytes = 1 << 20
    let path: String
    private(set) var values: [String: Value] = [:]

    init(path: String) throws(SettingsFailure) {
        self.path = path
        guard let content = FileManager.default.contents(atPath: path) else {
            throw SettingsFailure("\(path): the configuration file cannot be read")
        }
        guard content.count <= Self.maximumBytes else {
            throw SettingsFailure("\(path): a configuration of more than 1 MiB is none")
        }
        let root: JSONValue
        do throws(JSONFailure) {
            root = try JSONReader.parse(Array(content))
        } catch {
            throw SettingsFailure("\(path): not JSON at byte \(error.offset): \(error.reason)")
        }
        guard case .object(let members) = root else {
            throw SettingsFailure("\(path): the configuration must be a JSON object")
        }
        try flatten(members, prefix: "")
    }

    private mutating func flatten(_ members: [JSONMember], prefix: String) throws(SettingsFailure) {
        for member in members {
            let key = prefix + member.key
            let value: Value
            switch member.value {
            case .object(let inner):
                try flatten(inner, prefix: key + ".")
                continue
            case .string(let text): value = .text(text)
            case .integer(let number): value = .number(number)
            case .bool(let flag): value = .flag(flag)
            case .null, .array, .decimal:
                throw SettingsFailure("\(path): \(key) must be a text, a whole number, true or false")
            }
            guard values.updateValue(value, forKey: key) == nil else {
                throw SettingsFailure("\(path): \(key) is given twice")
            }
        }
    }
}
