import JSON

extension BenchReport {
    /// The same for machines. Integers only: latencies in microseconds, ratios and other measures in thousandths.
    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 16_384)
        writer.object { writer in
            writer.field("machine", machine.description)
            writer.array("scenarios") { writer in
                for scenario in Scenario.allCases {
                    guard let samples = samples[scenario] else { continue }
                    writer.object { writer in
                        writer.field("scenario", scenario.rawValue)
                        writer.array("rounds") { writer in
                            for sample in samples { Self.write(sample, to: &writer) }
                        }
                    }
                }
            }
            writer.array("limits") { writer in
                for judgement in judgements { Self.write(judgement, to: &writer) }
            }
            writer.array("rows_per_charge") { writer in
                for (table, rows) in rowsPerCharge {
                    writer.object { writer in
                        writer.field("table", table)
                        writer.field("rows_thousandths", Self.thousandths(rows))
                    }
                }
            }
            writer.field("worker_bytes", workerBytes.map(Int64.init))
            writer.array("violations") { writer in
                for violation in violations { writer.string(violation) }
            }
            writer.field("void", isVoid)
            writer.field("good", isGood)
        }
        return writer.bytes
    }

    private static func write(_ sample: Sample, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("per_second", Int(sample.ratePerSecond.rounded()))
            writer.field("p50_microseconds", thousandths(sample.p50Milliseconds))
            writer.field("p99_microseconds", thousandths(sample.p99Milliseconds))
            writer.field("max_microseconds", thousandths(sample.longestMilliseconds))
            writer.field("succeeded", sample.succeeded)
            writer.field("shed", sample.shed)
            writer.field("failed", sample.failed)
            writer.field("items_refused", sample.itemsRefused)
            writer.array("processor") { writer in
                for group in ProcessGroup.allCases {
                    writer.object { writer in
                        writer.field("processes", group.rawValue)
                        writer.field("nanoseconds", thousandths(sample.microsecondsPerItem[group] ?? 0))
                    }
                }
            }
            if let lags = sample.lags { writer.object("lags") { write(lags, to: &$0) } }
        }
    }

    private static func write(_ lags: EventLags, to writer: inout JSONWriter) {
        writer.field("sequencing_p50_microseconds", thousandths(lags.sequencing.p50Milliseconds))
        writer.field("sequencing_p99_microseconds", thousandths(lags.sequencing.p99Milliseconds))
        writer.field("delivery_p50_microseconds", thousandths(lags.delivery.p50Milliseconds))
        writer.field("delivery_p99_microseconds", thousandths(lags.delivery.p99Milliseconds))
        writer.field("sequenced_after_microseconds", thousandths(lags.sequencedAfterMilliseconds))
        writer.field("delivered_after_microseconds", thousandths(lags.deliveredAfterMilliseconds))
        writer.field("events", lags.events)
        writer.field("arrived", lags.arrived)
        writer.field("repeated", lags.repeated)
        writer.field("lost", lags.lost)
        writer.field("verified", lags.verified)
        writer.field("forged", lags.forged)
    }

    static func write(_ judgement: Judgement, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("limit", judgement.title)
            writer.field("unit", judgement.unit)
            writer.field("median_thousandths", thousandths(judgement.measured.median))
            writer.field("least_thousandths", thousandths(judgement.measured.least))
            writer.field("greatest_thousandths", thousandths(judgement.measured.greatest))
            switch judgement.bound {
            case .atLeast(let limit): writer.field("at_least_thousandths", thousandths(limit))
            case .atMost(let limit): writer.field("at_most_thousandths", thousandths(limit))
            }
            writer.field("met", judgement.isMet)
        }
    }

    private static func thousandths(_ value: Double) -> Int {
        Int((value * 1_000).rounded())
    }
}
