import Foundation
import Glibc

/// What a bug does to the process.
enum CrashSignals {
    private static let numbers = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV]

    /// Lets a crash end the process at once, with a core file where the system keeps them.
    ///
    /// Swift's runtime would first write a backtrace: seconds in which the process holds its requests and its socket
    /// and answers nobody. Whoever sets SWIFT_BACKTRACE wants just that and gets it.
    static func endAtOnce(_ environment: [String: String]) {
        guard environment["SWIFT_BACKTRACE"] == nil else { return }
        for number in numbers { signal(number, SIG_DFL) }
    }
}
