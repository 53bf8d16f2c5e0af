import ArgumentParser
import Values

/// A cap on the command line: `CNY=100000`.
struct DayCap: ExpressibleByArgument {
    let currency: Currency
    /// Minor units.
    let amount: Int64

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let currency = Currency(code: String(parts[0])), let amount = Int64(parts[1]),
            amount > 0, String(amount) == parts[1]
        else { return nil }
        self.currency = currency
        self.amount = amount
    }
}
