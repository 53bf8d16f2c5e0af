/// Where a private database keeps its things, below one directory.
package struct DatabasePlace: Sendable {
    package let directory: String

    var data: String { "\(directory)/data" }
    var temporary: String { "\(directory)/tmp" }
    var configurationFile: String { "\(directory)/conf/mariadb.cnf" }
    var pidFile: String { "\(directory)/run/mariadb.pid" }
    var log: String { "\(directory)/log/mariadb.log" }
    package var socket: String { "\(directory)/run/mariadb.sock" }
    /// The password file of an account.
    package func passwordFile(_ account: DatabaseAccount) -> String { "\(directory)/keys/\(account.rawValue).password" }

    var folders: [String] { [temporary] + ["conf", "run", "log", "keys"].map { "\(directory)/\($0)" } }
}
