import Foundation

/// The files that make up the project.
struct Tree: Sendable {
    /// Names of files and folders at the top.
    let top: [String]
    let files: [HouseFile]

    /// A tree made up of paths and texts.
    init(_ texts: KeyValuePairs<String, String>) {
        files = texts.map { HouseFile(path: $0.key, text: $0.value) }
        top = Set(texts.compactMap { $0.key.split(separator: "/").first.map(String.init) }).sorted()
    }

    private init(top: [String], files: [HouseFile]) {
        self.top = top
        self.files = files
    }

    /// Where this package lies.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The package itself, without what `.gitignore` names at the top: builds and stacks that ran here.
    static let real: Tree = {
        let files = FileManager.default
        let place = root.path(percentEncoded: false)
        let ignored = (try? String(contentsOf: root.appending(path: ".gitignore"), encoding: .utf8)) ?? ""
        let skipped = Set(ignored.split(separator: "\n").map { $0.trimming("/") } + [".git"])
        let top = ((try? files.contentsOfDirectory(atPath: place)) ?? []).filter { !skipped.contains($0) }.sorted()
        let paths = top.flatMap { name in
            [name] + ((try? files.subpathsOfDirectory(atPath: place + name)) ?? []).sorted().map { "\(name)/\($0)" }
        }
        let found = paths.compactMap { path in
            (try? String(contentsOf: root.appending(path: path), encoding: .utf8)).map {
                HouseFile(path: path, text: $0)
            }
        }
        return Tree(top: top, files: found)
    }()

    /// The Swift files of all targets, without the tests.
    var sources: [HouseFile] { files.filter { $0.target != nil } }

    /// The Swift files of everything.
    var swift: [HouseFile] { files.filter(\.isSwift) }
}

extension StringProtocol {
    fileprivate func trimming(_ end: Character) -> String { last == end ? String(dropLast()) : String(self) }
}
