/// Who speaks SQL, and to which tables.
extension HouseRule {
    static let database = [statements, ownTables, numbering, listing, wholeNumbers]

    private static let statements = HouseRule(
        says: "SQL stands in stores",
        exceptions: [
            "Sources/MariaDB/": "the tool that carries statements: its own bookkeeping of migrations, its examples",
            "Sources/Ledger/Invariant+all.swift": "an invariant is a query over the books",
            "Sources/Docking/Gateway/DatabaseRecords.swift": "asks the database whether it answers",
            "Sources/Bench/": "measures and disturbs the database, and charges the plain way for comparison",
        ],
        breach: Tree(["Sources/Docking/Books.swift": #"let sql = "SELECT 1""# + "\n"])
    ) { tree in
        tree.sources.filter { !$0.name.contains("Store") && $0.target != "Schema" }.flatMap { file in
            zip(file.literals, file.literals.dropFirst()).filter(isStatement).map { word, _ in
                Violation(file.path, line: word.line, "\(word.text) outside of a store")
            }
        }
    }

    private static func isStatement(_ word: Token, _ next: Token) -> Bool {
        switch word.text {
        case "SELECT": true
        case "INSERT", "REPLACE": next.text == "INTO"
        case "DELETE": next.text == "FROM"
        case "UPDATE": next.text.first?.isLowercase == true
        default: false
        }
    }

    private static let ownTables = HouseRule(
        says: "A table is touched only by the stores of its module",
        exceptions: [
            "Sources/Ledger/Invariant+all.swift": "an invariant compares what several modules wrote",
            "Sources/Settlement/Audit/AuditStore": "compares what several modules wrote, as an invariant does",
            "Sources/Deductions/Payments/PurseStore.swift":
                "locks payers and their wallets in one statement: half the time of two, on every charge",
            "Sources/Bench/": "charges the plain way for comparison, and counts what the gateway wrote",
        ],
        breach: Tree([
            "sql/migrations/m0001_payers_payer.sql": "CREATE TABLE payer (id BIGINT);\n",
            "Sources/Ledger/WalletStore.swift": #"let sql = "SELECT 1 FROM wallet JOIN payer""# + "\n",
        ])
    ) { tree in
        let owners = owners(of: tree)
        return tree.sources.flatMap { file in
            zip(file.literals, file.literals.dropFirst()).compactMap { word, next in
                guard ["FROM", "JOIN", "INTO", "UPDATE", "TABLE"].contains(word.text), let owner = owners[next.text],
                    owner != file.target?.lowercased()
                else { return nil }
                return Violation(file.path, line: next.line, "\(next.text) belongs to \(owner)")
            }
        }
    }

    /// Each table's module, from `mNNNN_<module>_<what>.sql` and what it creates.
    private static func owners(of tree: Tree) -> [String: String] {
        var owners: [String: String] = [:]
        for file in migrations(of: tree) {
            let parts = file.stem.split(separator: "_")
            for line in file.lines where line.hasPrefix("CREATE TABLE ") && parts.count > 2 {
                owners[String(line.dropFirst(13).prefix { $0 != " " })] = String(parts[1])
            }
        }
        return owners
    }

    private static func migrations(of tree: Tree) -> [HouseFile] {
        tree.files.filter { $0.path.hasPrefix("sql/migrations/") }.sorted { $0.path < $1.path }
    }

    private static let numbering = HouseRule(
        says: "Migrations are numbered without gaps and named after a target",
        breach: Tree([
            "sql/migrations/m0001_ledger_account.sql": "", "sql/migrations/m0003_ledger_limit.sql": "",
        ])
    ) { tree in
        let targets = Set(tree.sources.compactMap { $0.target?.lowercased() })
        return migrations(of: tree).enumerated().flatMap { index, file in
            let parts = file.name.split(separator: "_")
            let digits = String(index + 1)
            let number = "m" + String(repeating: "0", count: 4 - digits.count) + digits
            var found: [Violation] = []
            if parts.first.map(String.init) != number { found.append(Violation(file.path, "should be \(number)")) }
            if parts.count < 3 || !targets.contains(String(parts[1])) || !file.path.hasSuffix(".sql") {
                found.append(Violation(file.path, "should be named \(number)_<module>_<what>.sql"))
            }
            return found
        }
    }

    private static let listing = HouseRule(
        says: "Every migration stands in the schema's list",
        breach: Tree(["sql/Schema.swift": "", "sql/migrations/m0001_ledger_account.sql": ""])
    ) { tree in
        let list = tree.files.first { $0.path == "sql/Schema.swift" }?.text ?? ""
        return migrations(of: tree).filter { !list.contains("\($0.stem)_sql") }.map {
            Violation($0.path, "is not in sql/Schema.swift and would never be applied")
        }
    }

    private static let wholeNumbers = HouseRule(
        says: "The database holds no fractions: amounts are minor units, times are microseconds",
        breach: Tree(["sql/migrations/m0001_ledger_account.sql": "balance DECIMAL(20, 2) NOT NULL,\n"])
    ) { tree in
        migrations(of: tree).flatMap { file in
            file.lines.enumerated().filter { _, line in
                let words = line.uppercased().split { !$0.isLetter }
                return !line.hasPrefix("--")
                    && ["DECIMAL", "NUMERIC", "FLOAT", "DOUBLE", "REAL"].contains { words.contains($0[...]) }
            }
            .map { Violation(file.path, line: $0.offset + 1, "a fraction") }
        }
    }
}
