import Values

/// Tickets in the order they came within a merchant, merchants in turn.
struct FairQueue {
    private var queues: [Identifier: [Ticket]] = [:]
    /// Merchants that have tickets, the next one last: taking is popping.
    private var turns: [Identifier] = []
    private(set) var count = 0

    /// How many tickets of a merchant wait.
    func count(of merchant: Identifier) -> Int { queues[merchant]?.count ?? 0 }

    /// Those that wait longer than they should. They stay, and are passed over when their turn comes.
    var overdue: [Ticket] { queues.values.flatMap { $0.filter(\.isOverdue) } }

    mutating func append(_ ticket: Ticket) {
        count += 1
        let merchant = ticket.command.merchant
        if queues[merchant]?.append(ticket) == nil {
            queues[merchant] = [ticket]
            turns.insert(merchant, at: 0)
        }
    }

    /// Takes up to `limit` tickets, one of each merchant in turn.
    mutating func take(_ limit: Int, into taken: inout [Ticket]) {
        // Slices, so that taking one does not move the others.
        var waiting: [Identifier: ArraySlice<Ticket>] = [:]
        while taken.count < limit, let merchant = turns.popLast() {
            var rest = waiting[merchant] ?? (queues[merchant] ?? [])[...]
            if let ticket = rest.popFirst() {
                count -= 1
                if ticket.take() { taken.append(ticket) }
            }
            waiting[merchant] = rest
            if !rest.isEmpty { turns.insert(merchant, at: 0) }
        }
        for (merchant, rest) in waiting { queues[merchant] = rest.isEmpty ? nil : Array(rest) }
    }
}
