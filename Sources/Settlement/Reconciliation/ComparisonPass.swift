import Channels
import MariaDB
import Values

/// One comparison under way, in a transaction of its own: first the statement's lines, then our records that no line
/// has told of.
struct ComparisonPass {
    /// Trades looked up at once.
    private static let pageLength = 1_000

    /// One trade as both sides have it.
    private struct Trade {
        let key: TradeKey
        let record: Money?
        let theirs: Money?
    }

    private let channel: String
    private let from: Timestamp
    private let until: Timestamp
    private let now: Timestamp
    private let session: Session
    private var tally = ReconciliationTally()

    init(
        _ channel: String, _ digest: [UInt8], from: Timestamp, until: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        self.channel = channel
        self.from = from
        self.until = until
        self.session = session
        now = try WindowStore.clock(session)
        tally.id = try ReconciliationStore.open(channel, digest, from: from, until: until, at: now, session)
    }

    /// Compares lines of the statement; returns one whose trade the statement has told of before, if there is one.
    mutating func add(_ lines: [ChannelLine]) throws(DatabaseFailure) -> ChannelLine? {
        for start in stride(from: 0, to: lines.count, by: Self.pageLength) {
            let page = Array(lines[start..<min(start + Self.pageLength, lines.count)])
            if let second = try addPage(page) { return second }
        }
        return nil
    }

    private mutating func addPage(_ lines: [ChannelLine]) throws(DatabaseFailure) -> ChannelLine? {
        var seen: Set<TradeKey> = []
        var trades: [Trade] = []
        for kind in TradeKind.allCases {
            let numbers = lines.filter { $0.key.kind == kind }.map(\.key.number)
            let before = try ChannelLineStore.lines(channel, kind, numbers, session)
            seen.formUnion(before.filter { $0.value.comparison == tally.id }.keys)
            let records = try records(kind, numbers)
            trades += lines.filter { $0.key.kind == kind }.map {
                Trade(key: $0.key, record: records[$0.key], theirs: $0.money)
            }
        }
        for line in lines where !seen.insert(line.key).inserted { return line }
        try ChannelLineStore.write(lines, channel, comparison: tally.id, session)
        tally.lines += Int64(lines.count)
        for line in lines {
            let sum = ReconciliationTally.Sum(kind: line.key.kind, currency: line.money.currency)
            tally.theirs[sum, default: 0] += line.money.minor
        }
        try compare(trades)
        return nil
    }

    /// Compares our records of the statement's time with what channels have told of them so far, and ends.
    mutating func finish() throws(DatabaseFailure) -> ReconciliationTally {
        var last: ChannelReceipt?
        while true {
            let page = try ReceiptStore.receipts(
                channel, from: from, until: until, behind: last, limit: Self.pageLength, session)
            guard let end = page.last else { break }
            last = end
            try addRecords(.payment, page.map { (TradeKey(.payment, $0.trade.number), $0.money) })
        }
        var place: (time: Timestamp, id: Identifier)?
        while true {
            let page = try ReturnStore.succeeded(
                channel, from: from, until: until, behind: place, limit: Self.pageLength, session)
            guard let end = page.last else { break }
            place = (end.time, end.back.id)
            try addRecords(.refund, page.map { (TradeKey(.refund, $0.back.id.decimal), $0.back.money) })
        }
        try ReconciliationStore.finish(tally, session)
        tally.unresolved = try DifferenceStore.unresolvedCount(channel, session)
        return tally
    }

    private mutating func addRecords(
        _ kind: TradeKind, _ records: [(key: TradeKey, money: Money)]
    ) throws(DatabaseFailure) {
        for (_, money) in records {
            let sum = ReconciliationTally.Sum(kind: kind, currency: money.currency)
            tally.ours[sum, default: 0] += money.minor
        }
        let lines = try ChannelLineStore.lines(channel, kind, records.map(\.key.number), session)
        // What this statement told of has been compared.
        let rest = records.filter { lines[$0.key]?.comparison != tally.id }
        try compare(rest.map { Trade(key: $0.key, record: $0.money, theirs: lines[$0.key]?.money) })
    }

    /// Our records of trades, of whatever time.
    private func records(_ kind: TradeKind, _ numbers: [String]) throws(DatabaseFailure) -> [TradeKey: Money] {
        guard !numbers.isEmpty else { return [:] }
        switch kind {
        case .payment:
            let found = try ReceiptStore.receipts(channel, numbers: numbers, session)
            return Dictionary(
                found.map { (TradeKey(kind, $0.trade.number), $0.money) }, uniquingKeysWith: { $1 })
        case .refund:
            let found = try ReturnStore.returns(numbers.compactMap { Identifier(decimal: $0) }, session)
                .filter { $0.trade.channel == channel && $0.state == .succeeded }
            return Dictionary(found.map { (TradeKey(kind, $0.id.decimal), $0.money) }, uniquingKeysWith: { $1 })
        }
    }

    private mutating func compare(_ trades: [Trade]) throws(DatabaseFailure) {
        var new: [DifferenceStore.Found] = []
        var changed: [(id: Int64, found: DifferenceStore.Found)] = []
        var over: [Int64] = []
        var known: [TradeKey: [Difference]] = [:]
        for kind in TradeKind.allCases {
            let numbers = trades.filter { $0.key.kind == kind }.map(\.key.number)
            known.merge(try DifferenceStore.known(channel, kind, numbers, session)) { $1 }
        }
        for trade in trades {
            let all = known[trade.key] ?? []
            let comparison = Comparison(record: trade.record, theirs: trade.theirs, known: all)
            tally.count(comparison)
            let unresolved = all.first { $0.state != .resolved }
            switch (comparison, unresolved) {
            case (.differs(let ours, let theirs), nil): new.append((trade.key, ours, theirs))
            case (.differs(let ours, let theirs), let old?) where old.ours != ours || old.theirs != theirs:
                changed.append((old.id, (trade.key, ours, theirs)))
            case (.matched, let old?), (.settled, let old?): over.append(old.id)
            case (.differs, .some), (.matched, nil), (.settled, nil): break
            }
        }
        try DifferenceStore.insert(new, channel, comparison: tally.id, at: now, session)
        try DifferenceStore.change(changed, session)
        try DifferenceStore.match(over, at: now, session)
    }
}
