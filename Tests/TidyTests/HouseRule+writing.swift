/// What is not to be written anywhere.
extension HouseRule {
    static let writing = [finished, noForce, noMachine, knownHosts, noFractions, oneTestCommand]

    // In two pieces, or this file would break its own rule.
    private static let reminders = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]

    private static let finished = HouseRule(
        says: "Nothing is left to be done later",
        exceptions: ["Tests/DockingTests/PaymentFormTests.swift": "ISO 4217 has a code for no currency"],
        breach: Tree(["Sources/Ledger/Wallet.swift": "// \(reminders[0]): think\n"])
    ) { tree in
        tree.files.flatMap { file in
            file.lines.enumerated().filter { _, line in
                line.split { !$0.isLetter }.contains { reminders.contains(String($0)) }
            }
            .map { Violation(file.path, line: $0.offset + 1, "a reminder") }
        }
    }

    private static let noForce = HouseRule(
        says: "No failure is taken for impossible by force",
        breach: Tree(["Sources/Ledger/Wallet.swift": "let wallet = try! open() as! Wallet\n"])
    ) { tree in
        tree.swift.flatMap { file in
            zip(file.code, file.code.dropFirst())
                .filter { word, next in
                    next.text == "!" && ["try", "as"].contains(word.text) && word.touches(next)
                }
                .map { word, _ in Violation(file.path, line: word.line, "\(word.text)!") }
        }
    }

    private static let machinePaths = ["work", "home", "root", "Users"].map { "/\($0)/" }

    private static let noMachine = HouseRule(
        says: "No path of somebody's machine",
        breach: Tree(["Sources/DevStack/Place.swift": "let place = \"\(machinePaths[0])kadock\"\n"])
    ) { tree in
        tree.files.flatMap { file in
            file.lines.enumerated().filter { _, line in machinePaths.contains { line.contains($0) } }
                .map { Violation(file.path, line: $0.offset + 1, "a path of one machine") }
        }
    }

    private static let hosts: Set = ["github.com", "localhost", "127.0.0.1", "www.rfc-editor.org", "HOST"]

    private static let knownHosts = HouseRule(
        says: "The build takes nothing from hosts that not everybody reaches",
        breach: Tree(["Package.swift": "let url = \"https://registry.example/packages\"\n"])
    ) { tree in
        tree.files.filter { ["Package.swift", "README.md"].contains($0.path) || $0.path.hasPrefix(".ci/") }
            .flatMap { file in
                file.lines.enumerated().filter { _, line in
                    ["https://", "http://"].contains { scheme in
                        line.ranges(of: scheme).contains { range in
                            let host = line[range.upperBound...].prefix {
                                $0.isLetter || $0.isNumber || ".-".contains($0)
                            }
                            return !hosts.contains(String(host))
                        }
                    }
                }
                .map { Violation(file.path, line: $0.offset + 1, "an unknown host") }
            }
    }

    private static let moneyTargets: Set = [
        "Values", "Ledger", "Merchants", "Payers", "Channels", "Events", "Deductions", "Docking",
    ]

    private static let noFractions = HouseRule(
        says: "Money never meets a floating-point number",
        exceptions: [
            "Sources/Deductions/Engine/BackOff.swift": "a pause with a random part; no amount comes near"
        ],
        breach: Tree(["Sources/Ledger/Wallet.swift": "let balance: Double = 0\n"])
    ) { tree in
        tree.sources.filter { moneyTargets.contains($0.target ?? "") }.flatMap { file in
            file.code.filter { ["Double", "Float", "Decimal", "CGFloat"].contains($0.text) }.map {
                Violation(file.path, line: $0.line, $0.text)
            }
        }
    }

    private static let oneTestCommand = HouseRule(
        says: "The machine that tests every change runs the README's second command",
        breach: Tree(["README.md": "```sh\na\n```\n```sh\nb && c\n```\n", ".ci/run": "b && d\n"])
    ) { tree in
        let texts = ["README.md", ".ci/run"].map { path in tree.files.first { $0.path == path }?.text ?? "" }
        let blocks = texts[0].split(separator: "```sh\n", omittingEmptySubsequences: false).dropFirst()
        let command = blocks.dropFirst().first?.prefix { $0 != "`" } ?? ""
        guard command.isEmpty || !texts[1].contains(command) else { return [] }
        return [Violation(".ci/run", "does not hold the README's second command")]
    }
}
