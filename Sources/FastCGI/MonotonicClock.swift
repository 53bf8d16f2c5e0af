import Glibc

/// The coarse monotonic clock: exact to a few milliseconds, read without a system call.
enum MonotonicClock {
    static var milliseconds: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
