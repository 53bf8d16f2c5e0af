import DevStack

/// One stack for all tests that leave it whole: two workers, demo merchants and payers.
final class TestStack: Sendable {
    static let shared = Result { try TestStack() }

    let stack: DevStack
    private let home: TemporaryDirectory

    private init() throws {
        home = try TemporaryDirectory()
        stack = try DevStack.start(Self.options("\(home.path)/s"))
    }

    /// A small stack in a directory.
    static func options(_ directory: String) -> StackOptions {
        var options = StackOptions(directory: directory)
        options.database = DatabaseOptions()
        return options
    }
}
