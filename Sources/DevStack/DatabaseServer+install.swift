import Foundation
import MariaDB
import OpenSSL
import Threading

extension DatabaseServer {
    /// Makes an empty data directory. The administrator is who this program runs as, known by the socket's peer.
    static func install(_ place: DatabasePlace) throws(StackFailure) {
        let log = "\(place.directory)/log/mariadb-install.log"
        let child = try ChildProcess(
            SystemProgram.installDatabase.find(),
            [
                "--defaults-file=\(place.configurationFile)", "--datadir=\(place.data)", "--skip-test-db",
                "--auth-root-authentication-method=socket", "--auth-root-socket-user=\(NSUserName())",
                "--user=\(NSUserName())",
            ], log: log)
        guard child.wait(until: .milliseconds(120_000)), Files.exists("\(place.data)/mysql") else {
            child.signalGroup(SIGKILL)
            throw .didNotStart(name: "mariadb-install-db", log: Files.tail(log))
        }
    }

    /// Makes the schema, the roles and the accounts, each with a new random password in a file of its own.
    func createAccounts() throws(StackFailure) {
        var script = ["CREATE DATABASE IF NOT EXISTS \(Self.database)"]
        for account in DatabaseAccount.allCases {
            let password = Hex.encode(SecureRandom.bytes(24))
            try Files.write(password, to: place.passwordFile(account))
            let name = "'\(account.rawValue)'@'localhost'"
            script.append("CREATE OR REPLACE USER \(name) IDENTIFIED BY '\(password)'")
            if let role = account.role {
                script.append("CREATE ROLE IF NOT EXISTS \(role)")
                script.append("GRANT \(role) TO \(name)")
                script.append("SET DEFAULT ROLE \(role) FOR \(name)")
            } else {
                script.append("GRANT ALL PRIVILEGES ON \(Self.database).* TO \(name) WITH GRANT OPTION")
            }
        }
        // A statement of a running program that takes this long is lost anyway: its request has been answered.
        script.append("ALTER USER 'kadock_worker'@'localhost' WITH MAX_STATEMENT_TIME 5")
        do throws(DatabaseFailure) {
            let session = try Session(address(database: ""))
            defer { session.close() }
            try session.script(script.map { $0 + ";\n" }.joined())
        } catch {
            throw .database(error.message)
        }
    }
}
