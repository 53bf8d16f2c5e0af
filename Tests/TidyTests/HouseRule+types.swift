/// One type, one file, one name.
extension HouseRule {
    static let types = [oneTypePerFile, uniqueNames, honestNames, described]

    private static let oneTypePerFile = HouseRule(
        says: "A file holds one type and bears its name, or extends the type it is named after",
        breach: Tree(["Sources/Values/Money.swift": "struct Money {}\nstruct Coin {}\n"])
    ) { tree in
        tree.sources.flatMap { file in
            let types = file.types.filter { $0.isTopLevel && !$0.isPrivate }
            if file.name.contains("+") {
                let extends = zip(file.code, file.code.dropFirst()).contains { word, next in
                    word.text == "extension" && next.text == file.stem
                }
                return extends && types.isEmpty
                    ? [] : [Violation(file.path, "extends \(file.stem) and declares nothing else")]
            }
            let misplaced = types.filter { $0.name != file.stem }
            return misplaced.map { Violation(file.path, line: $0.line, "\($0.name) belongs into a file of its own") }
        }
    }

    private static let uniqueNames = HouseRule(
        says: "A type's name is used once in all sources",
        breach: Tree([
            "Sources/Ledger/Balance.swift": "struct Balance {}\n", "Sources/Docking/Balance.swift": "enum Balance {}\n",
        ])
    ) { tree in
        var places: [String: [String]] = [:]
        for file in tree.sources {
            for type in file.types where type.isTopLevel && !type.isPrivate {
                places[type.name, default: []].append(file.path)
            }
        }
        return places.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            Violation($0.value[0], "\($0.key) is also declared in \($0.value.dropFirst().joined(separator: ", "))")
        }
    }

    private static let emptyWords = [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Service", "Services", "Core",
    ]

    private static let honestNames = HouseRule(
        says: "A name says what the thing is: no Manager, Helper, Util, Service or Core",
        breach: Tree(["Sources/Ledger/LedgerManager.swift": "enum LedgerManager {}\n"])
    ) { tree in
        tree.swift.flatMap { file in
            let names = file.types.map { ($0.name, $0.line) } + [(String(file.stem), 1)]
            return names.filter { name in emptyWords.contains { name.0.hasSuffix($0) } }.map {
                Violation(file.path, line: $0.1, "\($0.0) says nothing")
            }
        }
    }

    private static let described = HouseRule(
        says: "A type that other targets see is described",
        breach: Tree(["Sources/Values/Money.swift": "@frozen\npackage struct Money {}\n"])
    ) { tree in
        tree.sources.flatMap { file in
            file.types.filter { $0.isSeenOutside && !isDescribed($0, in: file) }.map {
                Violation(file.path, line: $0.line, "\($0.name) has no description")
            }
        }
    }

    private static func isDescribed(_ type: TypeDeclaration, in file: HouseFile) -> Bool {
        let above = file.lines[..<(type.line - 1)].reversed().map { $0.drop { $0 == " " } }
        return above.first { !$0.hasPrefix("@") }?.hasPrefix("///") ?? false
    }
}
