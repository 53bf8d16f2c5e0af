import Foundation

/// A program of the system that the stack runs, and the Debian package it comes in.
package enum SystemProgram: String, Sendable, CaseIterable {
    case mariadbd
    case installDatabase = "mariadb-install-db"
    case nginx
    case setpriv

    /// The Debian 12 package to install when the program is missing.
    package var package: String {
        switch self {
        case .mariadbd, .installDatabase: "mariadb-server"
        case .nginx: "nginx"
        case .setpriv: "util-linux"
        }
    }

    /// The full path. `/usr/sbin` is searched too: an ordinary user's PATH leaves it out on Debian.
    package func find() throws(StackFailure) -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for folder in path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin", "/sbin", "/bin"] {
            let candidate = "\(folder)/\(rawValue)"
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
        }
        throw .missingPackage(program: rawValue, package: package)
    }
}
