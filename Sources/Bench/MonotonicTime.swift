import Dispatch
import Glibc

/// Nanoseconds on a clock that nobody sets back.
package enum MonotonicTime {
    package static var nanoseconds: UInt64 {
        DispatchTime.now().uptimeNanoseconds
    }

    /// Returns at once if the moment has passed; may return some ten microseconds late, never early.
    package static func sleep(until moment: UInt64) {
        while true {
            let now = nanoseconds
            guard now < moment else { return }
            _ = usleep(UInt32(clamping: min((moment - now + 999) / 1_000, 500_000)))
        }
    }

    package static func sleep(milliseconds: Int) {
        sleep(until: nanoseconds + UInt64(max(0, milliseconds)) * 1_000_000)
    }
}
