import JSON
import Policies
import Testing
import Values

/// The calendar that the issue of policies tells of: promotions in real time, weekdays by the half hour, large amounts
/// held for three days.
@Suite("What a policy makes of a payment")
struct PolicyDecisionTests {
    private static let text = """
        {"mode":"realtime","scenarios":{"subscription":"batch","travel":"preauth"},
        "rules":[
        {"name":"promotion","priority":30,"mode":"realtime","scenarios":["retail","subscription"],
        "first_day":"2026-11-11","last_day":"2026-11-11"},
        {"name":"large","priority":20,"enforce":true,"mode":"preauth","currency":"CNY","amount_from":500000,
        "hold":{"seconds":259200,"capture_by":"merchant"}},
        {"name":"weekdays","priority":10,"mode":"batch","scenarios":["retail"],
        "weekdays":["mon","tue","wed","thu","fri"],"from":"09:00","until":"18:00"}],
        "caps":{"payment":900000}}
        """

    private let version: PolicyVersion

    init() throws {
        version = PolicyVersion(
            number: 4, effectiveFrom: Timestamp(microseconds: 0),
            policy: try Policy(json: try JSONReader.parse(Array(Self.text.utf8))))
    }

    private func decide(
        _ minor: Int64, _ scenario: String?, _ time: String, asked: Mode? = nil, currency: Currency = .cny
    ) throws -> PolicyDecision {
        version.decide(
            Money(minor, currency), scenario: scenario, asked: asked, hold: (nil, nil),
            at: try #require(Timestamp(rfc3339: time)))
    }

    @Test(
        "By rule, caller, scenario, policy",
        arguments: [
            // A Thursday at noon in Shanghai.
            (100, "retail", "2026-11-26T12:00:00+08:00", nil, Mode.batch, PolicyDecision.Chooser.rule("weekdays")),
            (100, "retail", "2026-11-26T18:00:00+08:00", nil, .realtime, .policy),
            (100, "retail", "2026-11-26T08:59:59.999999+08:00", nil, .realtime, .policy),
            // A Sunday; the same moment is still Saturday in London.
            (100, "retail", "2026-11-28T23:30:00Z", nil, .realtime, .policy),
            (100, "retail", "2026-11-11T12:00:00+08:00", nil, .realtime, .rule("promotion")),
            (100, "retail", "2026-11-10T15:59:59Z", nil, .realtime, .policy),
            (100, "subscription", "2026-11-10T16:00:00Z", nil, .realtime, .rule("promotion")),
            (100, "subscription", "2026-11-12T00:00:00+08:00", nil, .batch, .scenario("subscription")),
            (100, "retail", "2026-11-26T12:00:00+08:00", .realtime, .realtime, .caller),
            (500_000, "retail", "2026-11-11T12:00:00+08:00", .realtime, .preauth, .rule("large")),
            (499_999, "retail", "2026-11-11T12:00:00+08:00", .realtime, .realtime, .caller),
            (100, nil, "2026-11-26T12:00:00+08:00", nil, .realtime, .policy),
            (100, "travel", "2026-11-26T12:00:00+08:00", nil, .preauth, .scenario("travel")),
        ] as [(Int64, String?, String, Mode?, Mode, PolicyDecision.Chooser)])
    func modes(
        minor: Int64, scenario: String?, time: String, asked: Mode?, mode: Mode, chooser: PolicyDecision.Chooser
    ) throws {
        let decision = try decide(minor, scenario, time, asked: asked)
        #expect(decision.mode == mode && decision.chooser == chooser)
        #expect((decision.hold != nil) == (mode == .preauth) && (decision.window != nil) == (mode == .batch))
        #expect(decision.terms?.version == 4)
    }

    @Test("A hold is as the enforced rule says, or as the caller does, or as the policy has it")
    func holds() throws {
        let noon = "2026-11-26T12:00:00+08:00"
        #expect(try decide(500_000, nil, noon).hold == HoldTerms(seconds: 259_200, capturer: .merchant))
        #expect(try decide(100, "travel", noon).hold == .usual)
        let now = try #require(Timestamp(rfc3339: noon))
        let own = version.decide(
            Money(100, .cny), scenario: "travel", asked: nil, hold: (60, .payer), at: now)
        #expect(own.hold == HoldTerms(seconds: 60, capturer: .payer))
        let forced = version.decide(
            Money(500_000, .cny), scenario: nil, asked: .preauth, hold: (60, .payer), at: now)
        #expect(forced.hold == HoldTerms(seconds: 259_200, capturer: .merchant))
    }

    @Test("More than the cap is too much, in any mode; another currency is another matter for a rule of one")
    func caps() throws {
        let noon = "2026-11-26T12:00:00+08:00"
        #expect(try decide(900_001, nil, noon).isTooLarge)
        #expect(try !decide(900_000, nil, noon).isTooLarge)
        #expect(try decide(600_000, nil, noon, currency: #require(Currency(code: "EUR"))).mode == .realtime)
    }

    @Test("Explained, each rule says why")
    func explained() throws {
        let noon = try #require(Timestamp(rfc3339: "2026-11-26T12:00:00+08:00"))
        let found = version.explain(Money(600_000, .cny), scenario: "retail", asked: .realtime, at: noon)
        #expect(found.decision.mode == .preauth)
        #expect(found.findings.map(\.rule.name) == ["promotion", "large", "weekdays"])
        #expect(found.findings.map(\.finding) == [.differs("last_day"), .decides, .outranked])
    }

    @Test("The version that holds is the one that began last")
    func schedule() throws {
        func version(_ number: Int64, from: Int64) -> PolicyVersion {
            PolicyVersion(number: number, effectiveFrom: Timestamp(microseconds: from), policy: .builtIn)
        }
        let schedule = PolicySchedule([version(1, from: 10), version(2, from: 100), version(3, from: 50)])
        let numbers = [9, 10, 49, 50, 99, 100].map {
            schedule.version(at: Timestamp(microseconds: $0)).number
        }
        #expect(numbers == [0, 1, 1, 3, 3, 2])
    }
}
