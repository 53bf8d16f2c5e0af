import DevStack
import Foundation
import JSON
import MariaDB
import Merchants

/// A database of its own and the `kadock` program to administer it with.
final class OperatorRoom: Sendable {
    static let shared = Result { try OperatorRoom() }

    /// What the program came to.
    struct Ended {
        let status: Int32
        let output: String
        let complaint: String

        var json: JSONValue? { try? JSONReader.parse(Array(output.utf8)) }

        subscript(_ key: String) -> String? {
            guard case .string(let text) = json?[key] else { return nil }
            return text
        }
    }

    let server: DatabaseServer
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        server = try DatabaseServer.start(in: directory.path)
        try server.migrate()
        let settings = [
            "database.socket": server.place.socket, "database.name": "kadock", "database.user": "kadock_admin",
            "database.password_file": "\(directory.path)/keys/kadock_admin.password",
            "secrets.directory": vault.folder.path,
        ]
        _ = try vault.folder.add()
        try JSONSerialization.data(withJSONObject: settings).write(to: URL(filePath: configuration))
    }

    /// Seals the secrets of this room's merchants.
    var vault: KeyVault { KeyVault(SealingFolder(directory.path + "/secrets")) }

    var configuration: String { directory.path + "/operator.json" }

    /// Looks into the database, or changes it, past the program.
    func asked<Result>(_ body: (Session) throws -> Result) throws -> Result {
        let session = try Session(server.address())
        defer { session.close() }
        return try body(session)
    }

    /// Runs the program to its end as the operator of this database; `input` is what it reads.
    func kadock(_ arguments: String..., input: String = "") throws -> Ended { try kadock(arguments, input: input) }

    /// Runs the program to its end as the operator of this database.
    func kadock(_ arguments: [String], input: String = "") throws -> Ended {
        let process = Process()
        process.executableURL = Programs.directory.appendingPathComponent("kadock")
        process.arguments = arguments + ["--config", configuration]
        let (output, complaint, feed) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaint
        process.standardInput = feed
        try process.run()
        try feed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try feed.fileHandleForWriting.close()
        let words = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = complaint.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Ended(
            status: process.terminationStatus, output: String(decoding: words, as: UTF8.self),
            complaint: String(decoding: complaints, as: UTF8.self))
    }
}
