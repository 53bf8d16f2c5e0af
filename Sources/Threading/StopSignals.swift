import Glibc

/// The signals that ask a program to stop, taken by one thread in its own time instead of by a handler in any thread.
package enum StopSignals {
    private static let numbers = [SIGTERM, SIGINT]

    /// To be called before the first thread starts: threads inherit it. SIGUSR1 is kept out as well, which libraries
    /// like to give a meaning to.
    package static func block() {
        var set = Self.set
        unsafe sigaddset(&set, SIGUSR1)
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits until the program is asked to stop.
    package static func wait() {
        var set = Self.set
        var received: CInt = 0
        repeat { unsafe sigwait(&set, &received) } while !numbers.contains(received)
    }

    private static var set: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for number in numbers { unsafe sigaddset(&set, number) }
        return set
    }
}
