/// What may differ between the database of a test and that of a stack.
package struct DatabaseOptions: Sendable {
    /// Sessions at once. A stack needs workers × (lanes + readers) and some for operators.
    package var maxConnections = 200
    /// Memory for pages, in MiB.
    package var bufferPoolMebibytes = 128
    /// The redo log, in MiB.
    package var redoLogMebibytes = 96
    /// Lines put after all others in the configuration, for tests that need another server than ours.
    package var extraLines: [String] = []

    package init() {}

    /// A database that carries load: with little room it writes pages back while payments wait.
    package static var loaded: DatabaseOptions {
        var options = DatabaseOptions()
        options.bufferPoolMebibytes = 2_048
        options.redoLogMebibytes = 1_024
        return options
    }
}
