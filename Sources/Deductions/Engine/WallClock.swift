import Glibc
package import Values

/// This machine's clock, for dating identifiers and checking signatures. Decisions use the database's.
package enum WallClock {
    package static func now() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
