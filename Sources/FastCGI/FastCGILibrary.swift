import CFastCGI
import Glibc

/// libfcgi's process-wide state.
package enum FastCGILibrary {
    /// SIGPIPE is ignored from here on, by the whole process: a write to a peer that left must return EPIPE.
    /// libfcgi would otherwise put its own handlers in place, for SIGTERM and SIGUSR1 too.
    private static let initialized: CInt = {
        signal(SIGPIPE, SIG_IGN)
        // How long libfcgi may linger on a connection it closes itself, in milliseconds.
        unsafe setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "100", 1)
        return FCGX_Init()
    }()

    /// Sets libfcgi up, once. A program calls it before it starts threads, as the environment is written to.
    package static func prepare() throws(FastCGIFailure) {
        guard initialized == 0 else { throw FastCGIFailure(operation: "FCGX_Init", code: -initialized) }
    }
}
