import Glibc

/// The machine's idea of the time of day, which may jump when somebody sets it.
package enum SystemClock {
    /// Microseconds since 1970-01-01T00:00:00Z (CLOCK_REALTIME, clock_gettime(2)).
    package static func microseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
