import Docking
import JSON

/// What all comparisons came to.
package struct TimingReport: Sendable {
    package let results: [TimingResult]

    package var isGood: Bool { results.allSatisfy(\.isGood) }

    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.field("limit_milli", Int64(TimingResult.limit * 1000))
            writer.array("comparisons") { writer in
                for result in results {
                    writer.object { writer in
                        writer.field("what", result.comparison.rawValue)
                        writer.field("samples", result.samples)
                        writer.field("median_wrong_ns", Int64(result.medians.first))
                        writer.field("median_right_ns", Int64(result.medians.second))
                        // In thousandths.
                        writer.field("t_milli", Int64(min(result.t, 1_000_000) * 1000))
                        writer.field("good", result.isGood)
                    }
                }
            }
        }
        return writer.bytes
    }

    /// A table in Markdown.
    package var markdown: String {
        let rows = results.map { result in
            let t = (result.t * 100).rounded() / 100
            return "| \(result.comparison.rawValue) | \(result.samples) | \(result.medians.first) | "
                + "\(result.medians.second) | \(t) | \(result.isGood ? "yes" : "NO") |"
        }
        let head = ["| against wrong from the first byte | requests | median ns | with it | max abs(t) | under 4.5 |"]
        return (head + ["|---|--:|--:|--:|--:|---|"] + rows).joined(separator: "\n") + "\n"
    }
}
