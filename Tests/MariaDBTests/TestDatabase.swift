import DevStack
import Foundation
import MariaDB

/// One private server for all tests of this target, an empty schema for each that asks.
final class TestDatabase: Sendable {
    static let shared = Result { try TestDatabase() }

    let server: DatabaseServer
    private let directory: TemporaryDirectory

    private init() throws {
        directory = try TemporaryDirectory()
        server = try DatabaseServer.start(in: directory.path)
    }

    /// The address of a new, empty schema, as the server's administrator.
    static func empty() throws -> DatabaseAddress {
        let server = try shared.get().server
        let name = "t_" + UUID().uuidString.prefix(8).lowercased()
        let session = try Session(server.address(database: ""))
        defer { session.close() }
        try session.script("CREATE DATABASE \(name);\n")
        return server.address(database: name)
    }
}

/// The failure that `body` throws; nil when it succeeds.
func failure(_ body: () throws(DatabaseFailure) -> Void) -> DatabaseFailure? {
    do throws(DatabaseFailure) {
        try body()
        return nil
    } catch {
        return error
    }
}
