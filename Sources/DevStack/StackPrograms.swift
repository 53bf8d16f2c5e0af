import Foundation

/// What must be installed and built for a stack.
package enum StackPrograms {
    /// Checks everything before anything is started; the failure names the package that is missing. Returns the folder
    /// of Kadock's own programs.
    static func check(_ options: StackOptions) throws(StackFailure) -> String {
        for program in SystemProgram.allCases { _ = try program.find() }
        for file in SystemFile.allCases { try file.check() }
        let folder = options.programs ?? ownFolder
        for program in ["kadock-worker", "kadock-settle"] + (options.demo ? ["kadock"] : []) {
            guard FileManager.default.isExecutableFile(atPath: "\(folder)/\(program)") else {
                throw .refused("\(folder)/\(program) is not there: swift build --product \(program)")
            }
        }
        return folder
    }

    /// The folder of the running program.
    package static var ownFolder: String {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: link ?? CommandLine.arguments[0]).deletingLastPathComponent().path(percentEncoded: false)
            .trimmingSuffix("/")
    }
}
