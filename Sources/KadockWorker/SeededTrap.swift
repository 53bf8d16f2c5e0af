import Docking
import Foundation

/// A bug that a test can have: an overflow in one request's thread, which ends the process. A release build has none.
enum SeededTrap {
    #if SEEDED_FAULTS
        /// `KADOCK_TRAP_AT` names the path whose request traps; `KADOCK_CRASH_AT` belongs to the lanes.
        static let variables: Set<String> = ["KADOCK_TRAP_AT", "KADOCK_CRASH_AT"]
        private static let path = ProcessInfo.processInfo.environment["KADOCK_TRAP_AT"]
    #else
        static let variables: Set<String> = []
    #endif

    @inline(__always) static func pass(_ request: Request) {
        #if SEEDED_FAULTS
            if let path, path == request.path { _ = Int64.max + Int64(path.utf8.count) }
        #endif
    }
}
