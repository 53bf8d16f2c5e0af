import Foundation

/// What a docking sample is written in.
enum SampleLanguage: String, CaseIterable, Sendable {
    case php, python, node, shell

    /// How its file's name ends.
    var ending: String {
        switch self {
        case .php: "php"
        case .python: "py"
        case .node: "js"
        case .shell: "sh"
        }
    }

    /// The program that runs it.
    var program: String {
        switch self {
        case .php: "php"
        case .python: "python3"
        case .node: "node"
        case .shell: "bash"
        }
    }

    /// How it is made to receive notifies; nil: it cannot.
    func receiving(_ file: String, port: Int) -> [String]? {
        switch self {
        case .php: ["-S", "127.0.0.1:\(port)", file]
        case .python, .node: [file, "serve", String(port)]
        case .shell: nil
        }
    }

    /// Without its program a language is left out, but not on the machine that tests every change: `.ci/run` says so.
    var isWanted: Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return ProcessInfo.processInfo.environment["CI"] != nil
            || folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }
}
