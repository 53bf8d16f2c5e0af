import Foundation
package import MariaDB
import Settings

/// The `database.…` keys of a program's configuration.
package enum DatabaseSettings {
    /// Where the configuration says the database is, and as whom it enters. Other keys of the file are not looked at.
    package static func address(file: String) throws(StackFailure) -> DatabaseAddress {
        do {
            let settings = try Settings(file: file, environment: ProcessInfo.processInfo.environment)
            let place: DatabaseAddress.Place
            if let host = try settings.text("database.host") {
                let port = try settings.number("database.port", in: 1...65_535) ?? 3306
                place = .tcp(host, UInt16(port))
            } else {
                place = .socket(try settings.requiredText("database.socket"))
            }
            let password = try settings.secret("database.password_file")
            return DatabaseAddress(
                place: place, user: try settings.requiredText("database.user"),
                password: String(decoding: password, as: UTF8.self),
                database: try settings.requiredText("database.name"),
                authorityFile: try settings.text("database.authority_file"))
        } catch {
            throw .refused("\(error)")
        }
    }
}
