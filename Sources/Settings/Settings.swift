internal import Configuration
internal import Foundation

/// A program's configuration: a JSON file, each key of which an environment variable may override.
///
/// `database.socket` is overridden by `KADOCK_DATABASE_SOCKET`. Secrets stand in files of their own and only their
/// paths here: an environment is inherited by children and shown in process lists. When everything has been asked
/// for, `refuseUnknown` finds what nobody asked for: a misspelt key must not silently mean its default.
package struct Settings: ~Copyable {
    private static let prefix = "KADOCK_"

    private let file: SettingsFile
    private let environment: [String: String]
    private let reader: ConfigReader
    private let asked = AskedKeys()

    /// - Throws: `SettingsFailure` when the file is not there or not an object of plain values.
    package init(file path: String, environment: [String: String]) throws(SettingsFailure) {
        file = try SettingsFile(path: path)
        self.environment = environment
        let values = file.values.map { key, value in
            (Self.absolute(key), ConfigValue(.string(value.text), isSecret: false))
        }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "kadock")
        reader = ConfigReader(
            providers: [
                variables, InMemoryProvider(values: Dictionary(values, uniquingKeysWith: { first, _ in first })),
            ], accessReporter: asked)
    }

    /// The text of a key; nil when it is not configured.
    package func text(_ key: String) throws(SettingsFailure) -> String? {
        switch file.values[key] {
        case nil, .text: return value(key)
        case .number, .flag: throw SettingsFailure("\(file.path): \(key) must be a text")
        }
    }

    /// The text of a key that must be configured and not be empty.
    package func requiredText(_ key: String) throws(SettingsFailure) -> String {
        guard let text = try text(key), !text.isEmpty else {
            throw SettingsFailure("\(file.path): \(key) (or \(Self.variable(key))) is missing")
        }
        return text
    }

    /// A whole number in a range; nil when it is not configured.
    package func number(_ key: String, in range: ClosedRange<Int>) throws(SettingsFailure) -> Int? {
        switch file.values[key] {
        case nil, .number: break
        case .text, .flag: throw SettingsFailure("\(file.path): \(key) must be a whole number")
        }
        guard let text = value(key) else { return nil }
        // Digits only: Int("+5") is 5.
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), range.contains(number)
        else {
            throw SettingsFailure(
                "\(source(key)) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The content of the file that a key names, without line breaks at its end. The file must not be open to others.
    package func secret(_ key: String) throws(SettingsFailure) -> [UInt8] {
        let path = try requiredText(key)
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let content = FileManager.default.contents(atPath: path) else {
            throw SettingsFailure("\(source(key)): the file \(path) cannot be read")
        }
        if let mode = attributes?[.posixPermissions] as? Int, mode & 0o007 != 0 {
            throw SettingsFailure("\(source(key)): the file \(path) must not be open to everybody (chmod o= it)")
        }
        var bytes = Array(content)
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw SettingsFailure("\(source(key)): the file \(path) is empty") }
        return bytes
    }

    /// To be called when every key has been asked for.
    ///
    /// `foreign` are variables with our prefix that are not configuration.
    package func refuseUnknown(foreign: Set<String> = []) throws(SettingsFailure) {
        let known = asked.all
        if let key = file.values.keys.filter({ !known.contains($0) }).min() {
            throw SettingsFailure("\(file.path): unknown key \(key)")
        }
        let variables = Set(known.map(Self.variable)).union(foreign)
        let ours = environment.keys.filter { $0.hasPrefix(Self.prefix) && !variables.contains($0) }
        if let variable = ours.min() { throw SettingsFailure("unknown environment variable \(variable)") }
    }

    private func value(_ key: String) -> String? { reader.string(forKey: ConfigKey(key)) }

    /// Where the value in force stands, for messages.
    private func source(_ key: String) -> String {
        environment[Self.variable(key)] == nil ? "\(file.path): \(key)" : Self.variable(key)
    }

    private static func absolute(_ key: String) -> AbsoluteConfigKey {
        AbsoluteConfigKey(key.split(separator: ".").map(String.init), context: [:])
    }

    private static func variable(_ key: String) -> String {
        prefix + key.uppercased().replacing(".", with: "_")
    }
}
