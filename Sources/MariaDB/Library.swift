internal import CMariaDB

/// libmariadb itself, started once before its first use on any thread.
enum Library {
    /// Starts the library (it ignores SIGPIPE from then on, for the whole process). Calling again costs nothing.
    static func start() { _ = started }

    // A global constant is initialised once, by one thread, while the others wait.
    private static let started: Bool = mysql_server_init(0, nil, nil) == 0
}
