package import Values

/// How many PINs may still be tried for a login.
///
/// A try counts before it is looked at, so that no crowd of tries outruns the count, and a right one takes itself and
/// those before it back: what is counted behind it stays, as if they had come one after the other.
package struct PINGuard: Equatable, Sendable {
    /// Wrong ones in a row that lock the login.
    package static let maximumTries = 5
    package static let lockMicroseconds: Int64 = 900_000_000
    /// Bytes of what stands for a request.
    static let requestBytes = 16

    /// What is to be done with a PIN.
    package enum Decision: Equatable, Sendable {
        /// To be looked at. `isNew`: false for another try of nginx to have the same request answered.
        case admitted(triesLeft: Int, isNew: Bool)
        case locked(until: Timestamp)
    }

    /// The requests counted since the last right PIN, the oldest first.
    package private(set) var counted: [[UInt8]]
    /// Set once `maximumTries` are counted.
    package private(set) var lockedUntil: Timestamp?

    package init(counted: [[UInt8]] = [], lockedUntil: Timestamp? = nil) {
        self.counted = counted
        self.lockedUntil = lockedUntil
    }

    /// Counts a request's PIN, once. After a lock the count starts anew.
    package mutating func admit(_ request: [UInt8], at now: Timestamp) -> Decision {
        precondition(request.count == Self.requestBytes, "what stands for a request has another length")
        if let lockedUntil, lockedUntil <= now { self = PINGuard() }
        if let place = counted.firstIndex(of: request) {
            return .admitted(triesLeft: Self.maximumTries - place - 1, isNew: false)
        }
        if let lockedUntil { return .locked(until: lockedUntil) }
        counted.append(request)
        if counted.count >= Self.maximumTries {
            lockedUntil = Timestamp(microseconds: now.microseconds + Self.lockMicroseconds)
        }
        return .admitted(triesLeft: Self.maximumTries - counted.count, isNew: true)
    }

    /// The request's PIN was the right one.
    package mutating func clear(_ request: [UInt8]) {
        guard let place = counted.firstIndex(of: request) else { return }
        counted.removeFirst(place + 1)
        lockedUntil = nil
    }
}
