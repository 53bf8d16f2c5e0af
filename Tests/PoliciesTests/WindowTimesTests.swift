import Policies
import Testing
import Values

@Suite("When windows open")
struct WindowTimesTests {
    private func rules(_ change: (inout BatchRules) -> Void) -> BatchRules {
        var rules = BatchRules()
        change(&rules)
        return rules
    }

    private func next(_ rules: BatchRules, _ zone: String, _ time: String) throws -> String {
        let zone = try #require(Zone(zone))
        return String(rules.window(for: try #require(Timestamp(rfc3339: time)), in: zone).rfc3339.prefix(16))
    }

    @Test("Every half hour, never the present moment")
    func usual() throws {
        let rules = BatchRules()
        #expect(try next(rules, "Asia/Shanghai", "2026-11-26T03:59:59.999999Z") == "2026-11-26T04:00")
        #expect(try next(rules, "Asia/Shanghai", "2026-11-26T04:00:00Z") == "2026-11-26T04:30")
        // Nepal is five hours and three quarters ahead.
        #expect(try next(rules, "Asia/Kathmandu", "2026-11-26T04:00:00Z") == "2026-11-26T04:15")
    }

    @Test("On weekdays between nine and six; what comes later waits until the next one, a weekend too")
    func weekdays() throws {
        let rules = rules {
            $0.times.weekdays = [.monday, .tuesday, .wednesday, .thursday, .friday]
            $0.times.from = 9 * 3600
            $0.times.until = 18 * 3600
            $0.everyMinutes = 120
        }
        #expect(try next(rules, "Asia/Shanghai", "2026-11-26T10:00:00+08:00") == "2026-11-26T03:00")
        #expect(try next(rules, "Asia/Shanghai", "2026-11-26T17:30:00+08:00") == "2026-11-27T01:00")
        #expect(try next(rules, "Asia/Shanghai", "2026-11-27T17:00:00+08:00") == "2026-11-30T01:00")
    }

    @Test("What comes after the cut-off waits for the window after")
    func cutOff() throws {
        let rules = rules { $0.cutOffSeconds = 600 }
        #expect(try next(rules, "UTC", "2026-11-26T03:49:59Z") == "2026-11-26T04:00")
        #expect(try next(rules, "UTC", "2026-11-26T03:50:00Z") == "2026-11-26T04:30")
    }

    @Test("E7 the night the clocks go back has each window once; the night they go forward lacks none for long")
    func daylight() throws {
        let rules = rules { $0.everyMinutes = 60 }
        // Berlin, 2026-10-25: 03:00 summer time becomes 02:00.
        #expect(try next(rules, "Europe/Berlin", "2026-10-24T23:30:00Z") == "2026-10-25T00:00")
        #expect(try next(rules, "Europe/Berlin", "2026-10-25T00:00:00Z") == "2026-10-25T02:00")
        // 2026-03-29: 02:00 becomes 03:00.
        #expect(try next(rules, "Europe/Berlin", "2026-03-29T00:30:00Z") == "2026-03-29T01:00")
        #expect(try next(rules, "Europe/Berlin", "2026-03-29T01:00:00Z") == "2026-03-29T02:00")
    }

    @Test("Whatever the zone and the hour, the next window comes, and within a week and a day")
    func always() throws {
        for name in ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"] {
            let zone = try #require(Zone(name))
            let rules = rules {
                $0.times.weekdays = [.wednesday]
                $0.times.from = 2 * 3600 + 600
                $0.times.until = 2 * 3600 + 1200
            }
            for hour in 0..<Int64(24 * 400) {
                let now = Timestamp(microseconds: (1_767_225_600 + hour * 3600) * 1_000_000)
                let window = rules.window(for: now, in: zone)
                #expect(window > now && window <= now.adding(seconds: 8 * 86_400), "\(name) \(now.rfc3339)")
            }
        }
    }
}
