import Events
import MariaDB
import Values

/// Finds what is to be paid out: of each merchant the earliest day that is over and of which something is left.
///
/// Where an event comes to light for a day that has been paid out, it counts for the day after that one: nothing is
/// forgotten, whatever clocks did.
struct PayoutOpening {
    /// The last day that is due.
    let lastDay: CivilDate
    let now: Timestamp

    private static let pageLength = 200

    /// Writes the days down; returns how many there are.
    func run(_ session: Session) throws(DatabaseFailure) -> Int {
        let known = try PayoutDayStore.last(session)
        let heads = try FeedMoveStore.heads(session)
        var page: [PayoutDay] = []
        var count = 0
        for (merchant, head) in heads.sorted(by: { $0.key < $1.key }) where merchant != .system {
            guard let day = try day(of: merchant, behind: known[merchant], head: head, session) else { continue }
            page.append(day)
            if page.count == Self.pageLength {
                count += try PayoutDayStore.open(page, at: now, session)
                page = []
            }
        }
        return count + (try PayoutDayStore.open(page, at: now, session))
    }

    private func day(
        of merchant: Identifier, behind last: PayoutDay?, head: Int64, _ session: Session
    ) throws(DatabaseFailure) -> PayoutDay? {
        let counted = last?.lastSeq ?? 0
        guard head > counted, last?.isReady != true,
            let next = try FeedMoveStore.time(of: merchant, at: counted + 1, session)
        else { return nil }
        let day = max(PayoutCalendar.day(of: next), last?.day.adding(days: 1) ?? PayoutCalendar.day(of: next))
        guard day <= lastDay else { return nil }
        let through = try FeedMoveStore.last(
            of: merchant, after: counted, before: PayoutCalendar.begin(of: day.adding(days: 1)), head: head, session)
        return PayoutDay(
            merchant: merchant, day: day, firstSeq: counted + 1, lastSeq: through, isReady: true)
    }
}
