import Deductions
import JSON
import Values

extension BacktestResult {
    /// Writes the members of a backtest's answer. Amounts are minor units of the currency they stand under.
    func write(into writer: inout JSONWriter) {
        writer.field("examined", examined)
        writer.field("is_complete", isComplete)
        writer.field("changed", changed)
        writer.array("currencies") { writer in
            for (currency, sum) in currencies.sorted(by: { $0.key.code < $1.key.code }) {
                writer.object { writer in
                    writer.field("currency", currency.code)
                    writer.array("modes") { writer in
                        for mode in Mode.allCases {
                            guard let part = sum.modes[mode] else { continue }
                            writer.object { writer in
                                writer.field("mode", mode.rawValue)
                                writer.field("count", part.count)
                                writer.field("amount", part.amount)
                            }
                        }
                    }
                    writer.field("too_large", sum.tooLarge)
                    writer.field("windows", sum.windows.count)
                    writer.field("fees", sum.fees)
                    writer.field("at_rest", sum.atRest)
                }
            }
        }
    }
}
