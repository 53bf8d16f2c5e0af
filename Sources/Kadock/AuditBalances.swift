import ArgumentParser
import DevStack
import JSON
import MariaDB
import Settlement

/// `kadock audit balances`
struct AuditBalances: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balances",
        abstract: "Holds entries, balances, holds and payments against each other, all of them, at full speed.",
        discussion: "Ends with 1 when something is broken. It only reads, unless it is told to freeze.")

    @Flag(help: "Freezes the accounts that are broken.")
    var freeze = false

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let begin = ContinuousClock.now
            let check = try desk.readPatiently { session throws(DatabaseFailure) in
                try BookCheck(freezes: freeze, session)
            }
            let milliseconds = Int64((ContinuousClock.now - begin) / .milliseconds(1))
            if place.json { report(check, milliseconds) } else { tell(check, milliseconds) }
            guard check.isWhole else { throw .refused("the books are broken") }
        }
    }

    private func tell(_ check: BookCheck, _ milliseconds: Int64) {
        for stage in AuditStage.allCases { print("\(stage.rawValue.padded(to: 10))\(check.rows[stage] ?? 0)") }
        for (finding, isFrozen) in check.broken { print(finding.words + (isFrozen ? "  frozen" : "")) }
        for name in check.violated { print("violated: \(name)") }
        print(check.isWhole ? "whole, in \(milliseconds) ms" : "broken, in \(milliseconds) ms")
    }

    private func report(_ check: BookCheck, _ milliseconds: Int64) {
        Report.object { writer in
            writer.field("whole", check.isWhole)
            writer.object("rows") { writer in
                for stage in AuditStage.allCases {
                    writer.field(named: stage.rawValue, .integer(Int64(check.rows[stage] ?? 0)))
                }
            }
            writer.array("broken") { writer in
                for (finding, isFrozen) in check.broken {
                    writer.object { writer in
                        finding.write(into: &writer)
                        writer.field("frozen", isFrozen)
                    }
                }
            }
            writer.array("violated") { writer in
                for name in check.violated { writer.string(name) }
            }
            writer.field("duration_ms", milliseconds)
        }
    }
}
