package import Policies
package import Values

/// Payout days: from midnight to midnight in China.
package enum PayoutCalendar {
    package static let zone = Zone.china

    package static func day(of time: Timestamp) -> CivilDate {
        CivilDate(daysSince1970: LocalTime(time, in: zone).day)
    }

    package static func begin(of day: CivilDate) -> Timestamp {
        zone.time(wallSeconds: day.daysSince1970 * 86_400)
    }
}
