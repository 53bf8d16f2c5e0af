import JSON
import Settlement
import Values

extension SettleReport {
    /// What came of a comparison: for machines one line of JSON, for people one of words.
    static func reconcile(
        _ tally: ReconciliationTally, _ channel: String, durationMilliseconds: Int64, json: Bool
    ) {
        guard json else {
            print(
                """
                compared \(tally.lines) lines in \(durationMilliseconds) ms: \(tally.matched) match, \(tally.settled) \
                differ as accepted, \(tally.missingHere) are missing here, \(tally.missingThere) there, \
                \(tally.different) are different; \(tally.unresolved) differences of \(channel) wait for operators
                """)
            return
        }
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.field("command", "reconcile")
            writer.field("channel", channel)
            writer.field("reconciliation", tally.id)
            writer.field("repeated", tally.isRepeated)
            writer.field("lines", tally.lines)
            writer.field("matched", tally.matched)
            writer.field("settled", tally.settled)
            writer.field("missing_here", tally.missingHere)
            writer.field("missing_there", tally.missingThere)
            writer.field("different", tally.different)
            writer.field("unresolved", tally.unresolved)
            writer.array("sums") { writer in
                for sum in Set(tally.theirs.keys).union(tally.ours.keys).sorted(by: Self.order) {
                    writer.object { writer in
                        writer.field("kind", sum.kind.rawValue)
                        writer.field("currency", sum.currency.code)
                        writer.field("theirs", tally.theirs[sum] ?? 0)
                        writer.field("ours", tally.ours[sum] ?? 0)
                    }
                }
            }
            writer.field("complete", true)
            writer.field("duration_ms", durationMilliseconds)
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    private static func order(_ left: ReconciliationTally.Sum, _ right: ReconciliationTally.Sum) -> Bool {
        (left.kind.rawValue, left.currency.code) < (right.kind.rawValue, right.currency.code)
    }
}
