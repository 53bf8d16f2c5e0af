import ArgumentParser
import Deductions
import DevStack
import Foundation
import JSON
import MariaDB
import Merchants
import Policies

/// `kadock policy set`
struct PolicySet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Sets a new version of a merchant's policy.",
        discussion: """
            The document is what `kadock policy show` prints; its schema is PolicyRequest of /v1/openapi.json. Its \
            version, if it has one, must be the latest there is, and from effective_from on it holds. Members that are \
            left out have their defaults, fees stay as they are.
            """)

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Option(help: "The document; - for the standard input.")
    var file = "-"

    @Option(help: "Who answers for it; kept with the version.")
    var by: String

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...64).contains(by.utf8.count) else { throw ValidationError("--by must have 1 to 64 bytes.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let document = try document()
            let change = PolicyChange(
                merchant: try desk.merchant(merchant).id, document: document, operatorName: by, key: nil)
            let outcome = try desk.change { session throws(DatabaseFailure) in
                try change.run(at: WallClock.now(), session)
            }
            switch outcome {
            case .set(let version), .repeated(let version): version.report(json: place.json)
            case .overtaken(let latest): throw .refused("the latest version is \(latest)")
            case .keyMisused, .feesRefused: preconditionFailure("an operator has no key and may set fees")
            }
        }
    }

    private func document() throws(StackFailure) -> PolicyDocument {
        let bytes =
            file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let bytes else { throw .refused("\(file) cannot be read") }
        let value: JSONValue
        do throws(JSONFailure) {
            value = try JSONReader.parse(Array(bytes))
        } catch {
            throw .refused("the document is no JSON: \(error)")
        }
        do throws(PolicyRefusal) {
            return try PolicyDocument(json: value)
        } catch {
            let faults = error.faults.map { "  \($0.path.isEmpty ? "the document" : $0.path) \($0.reason)" }
            throw .refused("the policy cannot be taken:\n" + faults.joined(separator: "\n"))
        }
    }
}
