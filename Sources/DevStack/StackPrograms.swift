import Foundation

/// What must be installed and built for a stack.
enum StackPrograms {
    /// Checks everything before anything is started; the failure names the package that is missing. Returns the path of
    /// `kadock-worker`.
    static func check(_ options: StackOptions) throws(StackFailure) -> String {
        for program in SystemProgram.allCases { _ = try program.find() }
        for file in SystemFile.allCases { try file.check() }
        let folder = options.programs ?? ownFolder
        let worker = "\(folder)/kadock-worker"
        guard FileManager.default.isExecutableFile(atPath: worker) else {
            throw .refused("\(worker) is not there: swift build --product kadock-worker")
        }
        return worker
    }

    /// The folder of the running program.
    private static var ownFolder: String {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: link ?? CommandLine.arguments[0]).deletingLastPathComponent().path(percentEncoded: false)
            .trimmingSuffix("/")
    }
}
