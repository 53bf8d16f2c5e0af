/// Where things lie.
extension HouseRule {
    static let place = [topLevel, secrets, ignored]

    private static let topNames: Set = [
        "Package.swift", "Sources", "Tests", "nginx", "sql", "systemd", "README.md", ".swift-format", ".ci",
        ".gitignore", "LICENSE",
    ]

    private static let topLevel = HouseRule(
        says: "The top level holds what the house is made of and nothing else",
        breach: Tree(["scratch/notes.md": ""])
    ) { tree in
        let surplus = Set(tree.top).subtracting(topNames).sorted()
        let missing = topNames.subtracting(tree.top).sorted()
        return surplus.map { Violation($0, "does not belong to the top level") }
            + missing.map { Violation($0, "is missing") }
    }

    private static let secrets = HouseRule(
        says: "No keys, no certificates, no resolved versions in the tree",
        breach: Tree(["Tests/DockingTests/shop.pem": ""])
    ) { tree in
        tree.files.filter { file in
            [".pem", ".key", ".p12", ".crt"].contains { file.path.hasSuffix($0) } || file.name == "Package.resolved"
        }
        .map { Violation($0.path, "is not to be kept") }
    }

    private static let ignored = HouseRule(
        says: "git ignores builds, keys, resolved versions and stacks",
        breach: Tree([".gitignore": ".build/\n"])
    ) { tree in
        let lines = Set(tree.files.first { $0.path == ".gitignore" }?.lines.map(String.init) ?? [])
        return [".build/", ".swiftpm/", ".kadock/", "Package.resolved", "*.pem", "*.key"]
            .filter { !lines.contains($0) }.map { Violation(".gitignore", "does not name \($0)") }
    }
}
