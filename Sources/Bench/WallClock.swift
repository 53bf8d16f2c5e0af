import Foundation

/// The time of day, for what a signature says of itself.
package enum WallClock {
    /// Seconds since 1970-01-01T00:00:00Z.
    package static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }
}
