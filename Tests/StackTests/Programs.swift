import Foundation

/// Where this build's programs lie: beside the test bundle.
enum Programs {
    static let directory = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
}
