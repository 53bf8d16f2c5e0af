import Threading
package import Values

/// This machine's clock, for dating identifiers and checking signatures. Decisions use the database's.
package enum WallClock {
    package static func now() -> Timestamp { Timestamp(microseconds: SystemClock.microseconds()) }
}
