/// How long things may be: what does not fit on a few screens is two things.
extension HouseRule {
    static let size = [fileLength, medianLength, functionLength, lineLength]

    private static let fileLength = HouseRule(
        says: "A file has at most 400 lines",
        breach: Tree(["Sources/Values/Long.swift": String(repeating: "//\n", count: 401)])
    ) { tree in
        (tree.swift + tree.files.filter { $0.path.hasSuffix(".sql") || $0.path.hasSuffix(".conf") })
            .filter { $0.length > 400 }.map { Violation($0.path, "has \($0.length) lines") }
    }

    private static let medianLength = HouseRule(
        says: "Half of the sources have fewer than 100 lines",
        breach: Tree(["Sources/Values/Long.swift": String(repeating: "//\n", count: 100)])
    ) { tree in
        let lengths = tree.sources.map(\.length).sorted()
        guard !lengths.isEmpty, lengths[lengths.count / 2] >= 100 else { return [] }
        return [Violation("Sources", "the median file has \(lengths[lengths.count / 2]) lines")]
    }

    private static let functionLength = HouseRule(
        says: "A function has at most 70 lines",
        breach: Tree([
            "Sources/Values/Long.swift": "func long(\n) {\n\(String(repeating: "// }\n", count: 68))}\n"
        ])
    ) { tree in
        tree.swift.flatMap { file in
            file.functions.filter { $0.length > 70 }.map {
                Violation(file.path, line: $0.firstLine, "\($0.name) has \($0.length) lines")
            }
        }
    }

    private static let lineLength = HouseRule(
        says: "A line has at most 120 characters",
        breach: Tree(["Sources/Values/Wide.swift": String(repeating: "/", count: 121)])
    ) { tree in
        (tree.swift + tree.files.filter { $0.path.hasSuffix(".sql") }).flatMap { file in
            file.lines.enumerated().filter { $0.element.count > 120 }.map {
                Violation(file.path, line: $0.offset + 1, "\($0.element.count) characters")
            }
        }
    }
}
