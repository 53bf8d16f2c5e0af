/// Why a stack, or a part of it, could not be started.
package enum StackFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// A program is not installed; the Debian package that has it.
    case missingPackage(program: String, package: String)
    /// A process ended or did not become ready in time; the end of its log.
    case didNotStart(name: String, log: String)
    /// A unix socket's path would be longer than the system takes.
    case pathTooLong(String)
    /// A file could not be read or written.
    case file(path: String, reason: String)
    /// The directory belongs to a stack that is running.
    case alreadyRunning(directory: String)
    /// The database refused.
    case database(String)
    /// Anything else, in words for the operator.
    case refused(String)

    package var description: String {
        switch self {
        case .missingPackage(let program, let package):
            "\(program) is not installed: apt-get install \(package)"
        case .didNotStart(let name, let log): "\(name) did not start\n\(log)"
        case .pathTooLong(let path): "the path of a unix socket is limited to 107 bytes: \(path)"
        case .file(let path, let reason): "\(path): \(reason)"
        case .alreadyRunning(let directory): "a stack is already running in \(directory)"
        case .database(let reason): "database: \(reason)"
        case .refused(let reason): reason
        }
    }
}
