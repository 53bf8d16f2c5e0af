/// Who knows whom.
extension HouseRule {
    static let imports = [knownTargets, downwards, reserved, safety]

    private static let knownTargets = HouseRule(
        says: "Every target has a row", breach: Tree(["Sources/Wallets/Wallet.swift": ""])
    ) { tree in
        Set(tree.sources.compactMap(\.target)).filter { Rows.height($0) == nil }.sorted().map {
            Violation("Sources/\($0)", "stands in no row")
        }
    }

    private static let downwards = HouseRule(
        says: "A target imports only rows below its own, and no tool and no shop knows of money",
        breach: Tree(["Sources/Ledger/Ledger.swift": "package import Payers\n"])
    ) { tree in
        imported(in: tree).filter { place in
            guard let own = Rows.height(place.target), let other = Rows.height(place.module) else { return false }
            return other >= own || Rows.moneyless.contains(place.target) && Rows.ofMoney.contains(place.module)
        }
        .map { Violation($0.path, line: $0.line, "\($0.target) must not import \($0.module)") }
    }

    private static let reserved = HouseRule(
        says: "A C library is imported by its tool alone, FastCGI by programs alone",
        breach: Tree(["Sources/Docking/Request.swift": "import FastCGI\n"])
    ) { tree in
        imported(in: tree).filter { Rows.only[$0.module]?.contains($0.target) == false }
            .map { Violation($0.path, line: $0.line, "\($0.module) is not for \($0.target)") }
    }

    private static let safety = HouseRule(
        says: "Only tools touch memory",
        breach: Tree(["Sources/Deductions/Clock.swift": "unsafe clock_gettime(0, &time)\n"])
    ) { tree in
        tree.sources.filter { !Rows.tools.contains($0.target ?? "") }.flatMap { file in
            file.code.filter { $0.text == "unsafe" }.map {
                Violation(file.path, line: $0.line, "unsafe outside of the tools")
            }
        }
    }

    private static func imported(
        in tree: Tree
    ) -> [(path: String, line: Int, target: String, module: String)] {
        tree.sources.flatMap { file in
            file.code.indices.dropLast().filter { file.code[$0].text == "import" }.map { index in
                // `import struct Foundation.Data` names the kind first.
                let words = file.code[(index + 1)...].prefix(2).map(\.text)
                let module = ["struct", "class", "enum", "protocol", "func"].contains(words[0]) ? words[1] : words[0]
                return (file.path, file.code[index].line, file.target ?? "", module)
            }
        }
    }
}
