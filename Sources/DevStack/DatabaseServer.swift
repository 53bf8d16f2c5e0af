import Foundation
package import MariaDB
import Threading

/// A private mariadbd in a directory, reached by a unix socket only. It is started again when it dies, and dies with
/// this program. Works as root and as an ordinary user.
package final class DatabaseServer: Sendable {
    package let place: DatabasePlace
    private let process: SupervisedProcess

    /// The schema's name.
    static let database = "kadock"

    /// Starts the server in `directory`, after installing it there if there is none yet, and waits until it answers.
    /// The schema, the accounts and their password files exist then; the tables come with `migrate`.
    package static func start(
        in directory: String, options: DatabaseOptions = DatabaseOptions()
    ) throws(StackFailure) -> DatabaseServer {
        let place = DatabasePlace(directory: directory)
        guard place.socket.utf8.count <= 107 else { throw .pathTooLong(place.socket) }
        for folder in place.folders { try Files.makeDirectory(folder) }
        try Files.write(configuration(place, options), to: place.configurationFile)
        let isNew = !Files.exists("\(place.data)/mysql")
        if isNew { try install(place) }
        let server = try DatabaseServer(place)
        do throws(StackFailure) {
            try server.waitUntilReady()
            if isNew || !Files.exists(place.passwordFile(.owner)) { try server.createAccounts() }
        } catch {
            server.stop()
            throw error
        }
        return server
    }

    private init(_ place: DatabasePlace) throws(StackFailure) {
        self.place = place
        let program = try SystemProgram.mariadbd.find()
        var arguments = ["--defaults-file=\(place.configurationFile)"]
        // mariadbd refuses to be root by accident.
        if geteuid() == 0 { arguments.append("--user=root") }
        let words = arguments
        process = try SupervisedProcess(name: "mariadbd") { () throws(StackFailure) in
            try ChildProcess(program, words, log: place.log)
        }
    }

    deinit { stop() }

    /// How to enter as one of the programs.
    package func address(_ account: DatabaseAccount) throws(StackFailure) -> DatabaseAddress {
        let password = String(decoding: try Files.read(place.passwordFile(account)), as: UTF8.self)
        return DatabaseAddress(
            place: .socket(place.socket), user: account.rawValue, password: password, database: Self.database)
    }

    /// How to enter as the server's own administrator: the user of the system that started it, without a password.
    package func address(database: String = DatabaseServer.database) -> DatabaseAddress {
        DatabaseAddress(place: .socket(place.socket), user: NSUserName(), password: "", database: database)
    }

    /// Brings the schema up to date and gives the programs their rights. Returns the migrations applied.
    @discardableResult
    package func migrate() throws(StackFailure) -> [String] {
        try SchemaUpdate.run(at: address(.owner))
    }

    /// Waits until the server takes connections again, after `kill` or `restart`.
    package func waitUntilReady(withinMilliseconds limit: Int = 60_000) throws(StackFailure) {
        let deadline = Deadline.milliseconds(limit)
        while !deadline.isPast {
            if let session = try? Session(address(database: "")) {
                session.close()
                return
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        throw .didNotStart(name: "mariadbd", log: Files.tail(place.log))
    }

    /// The process as it is now; nil between two starts.
    package var processID: Int32? { process.child?.processID }
    /// How often the server was started again.
    package var restarts: Int { process.restarts }

    /// Kills the server as a power cut would end it. It comes back by itself.
    package func kill() { process.child?.signal(SIGKILL) }

    /// Shuts the server down in order; it comes back by itself. Returns when it answers again.
    package func restart() throws(StackFailure) {
        let child = process.child
        child?.signal(SIGTERM)
        child?.wait()
        try waitUntilReady()
    }

    /// Shuts the server down in order and for good.
    package func stop() { process.stop(withinMilliseconds: 30_000) }
}
