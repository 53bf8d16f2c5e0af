import Foundation

/// A file of the system that the stack serves, and the Debian package it comes in.
package enum SystemFile: String, Sendable, CaseIterable {
    case bootstrap = "/usr/share/javascript/bootstrap5/css/bootstrap.min.css"

    /// The Debian 12 package to install when the file is missing.
    package var package: String {
        switch self {
        case .bootstrap: "libjs-bootstrap5"
        }
    }

    /// Throws unless it is there; `root` is where the system's files begin.
    package func check(below root: String = "") throws(StackFailure) {
        guard FileManager.default.isReadableFile(atPath: root + rawValue) else {
            throw .missingPackage(program: rawValue, package: package)
        }
    }
}
