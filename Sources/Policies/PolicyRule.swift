package import Values

/// One rule of a policy: which payments it is about, and what becomes of them.
package struct PolicyRule: Equatable, Sendable {
    package let name: String
    /// Of several rules about a payment the one with the highest decides.
    package var priority: Int64 = 0
    /// Whether it decides whatever the caller asks for.
    package var enforces = false
    package let mode: Mode
    /// nil: of any scenario, or of none.
    package var scenarios: Set<String>?
    /// nil: of any currency.
    package var currency: Currency?
    /// Minor units, both included; nil: no bound.
    package var smallest: Int64?
    package var largest: Int64?
    package var times = DayTimes()
    /// Days since 1970-01-01 in the policy's zone, both included; nil: no bound.
    package var firstDay: Int64?
    package var lastDay: Int64?
    /// nil: as the policy holds.
    package var hold: HoldTerms?

    package init(name: String, mode: Mode) {
        self.name = name
        self.mode = mode
    }

    /// Why it is not about such a payment at such a time: the member that says so; nil: it is about it.
    package func obstacle(to money: Money, scenario: String?, at time: LocalTime) -> String? {
        if let scenarios, !scenarios.contains(scenario ?? "") { return "scenarios" }
        if let currency, currency != money.currency { return "currency" }
        if let smallest, money.minor < smallest { return "amount_from" }
        if let largest, money.minor > largest { return "amount_to" }
        if let firstDay, time.day < firstDay { return "first_day" }
        if let lastDay, time.day > lastDay { return "last_day" }
        return times.obstacle(to: time)
    }
}
