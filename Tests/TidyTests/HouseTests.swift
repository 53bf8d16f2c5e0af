import Foundation
import Testing

/// The rules of the house, checked over the whole tree.
@Suite("The house")
struct HouseTests {
    @Test("The tree keeps the rule", arguments: HouseRule.all)
    func keeps(_ rule: HouseRule) {
        let violations = rule.violations(in: .real)
        #expect(violations.isEmpty, "\(violations.map { "\n  \($0)" }.joined())")
    }

    @Test("A breach of the rule is seen", arguments: HouseRule.all)
    func sees(_ rule: HouseRule) {
        #expect(!rule.find(rule.breach).isEmpty)
    }

    @Test("The tree is found")
    func treeIsFound() {
        #expect(Tree.real.sources.count > 100)
        #expect(Tree.real.files.contains { $0.path == "Package.swift" })
    }

    @Test("Words in literals and remarks are not taken for code")
    func lexing() {
        let file = HouseFile(
            path: "Sources/A/A.swift",
            text: ##"""
                /* one /* two */ struct X {} */ let a = "b \(c("d") + 1) \" e" // func f() {
                let raw = #"a "quoted" \(no) \#(yes)"#
                """##)
        #expect(file.code.map(\.text).joined(separator: " ") == "let a = \\ ( c ( ) + 1 ) let raw = \\ # ( yes )")
        #expect(
            file.literals.map(\.text).filter { $0.first?.isLetter == true } == ["b", "d", "e", "a", "quoted", "no"])
        #expect(file.types.isEmpty)
    }

    @Test("Functions are measured from their name to their last brace")
    func measuring() {
        let file = HouseFile(
            path: "Sources/A/A.swift",
            text: """
                protocol P { func none() -> Int
                    init(a: Int) }
                func one(_ a: () -> Void = { }) { a() }
                struct S { init?() {
                    let x = [1].map { $0 }
                } }
                """)
        #expect(file.functions.map(\.name) == ["one", "init"])
        #expect(file.functions.map(\.length) == [1, 3])
    }

    @Test("The formatter has nothing to say")
    func formatting() throws {
        let folders = ["Sources", "Tests", "sql", "nginx", "Package.swift"]
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["swift", "format", "lint", "--strict", "--recursive"] + folders
        process.currentDirectoryURL = Tree.root
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(words.prefix(4000))")
    }
}
