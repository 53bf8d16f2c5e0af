extension BenchReport {
    /// Every limit for which there are samples.
    package var judgements: [Judgement] {
        ratios + latencies + lags + losses + memory
    }

    /// These scenarios, and those that a limit compares them with.
    package static func compared(with scenarios: [Scenario]) -> [Scenario] {
        scenarios + limits.filter { scenarios.contains($0.1) }.map(\.2)
    }

    private var ratios: [Judgement] {
        Self.limits.compactMap { title, scenario, other, limit in
            ratio(scenario, to: other).map { Judgement(title, $0, .atLeast(limit), unit: "×") }
        }
    }

    private static let limits: [(String, Scenario, Scenario, Double)] = [
        ("charges ÷ `/healthz`", .charge, .health, 0.30),
        ("charges ÷ engine with one command a transaction", .charge, .singleCommand, 2),
        ("charges ÷ in-process reference", .charge, .reference, 1.5),
        ("one merchant ÷ 1,000 merchants", .hotMerchant, .charge, 0.7),
        ("bulk ÷ single charges", .bulk, .charge, 2.5),
        ("pairs of hold and capture ÷ charges", .hold, .charge, 0.4),
        ("charges told to shops ÷ charges told to nobody", .webhooks, .sequenced, 0.8),
        // Not asked for, but without it a service that turns everybody away would look quick.
        ("admitted at twice the rate ÷ charges", .overload, .charge, 0.4),
    ]

    private var latencies: [Judgement] {
        var found: [Judgement] = []
        if let p99 = spread(.charge, \.p99Milliseconds) {
            found.append(Judgement("p99 of charges, 64 connections", p99, .atMost(1_000), unit: "ms"))
        }
        if let p99 = spread(.overload, \.p99Milliseconds) {
            found.append(Judgement("p99 of admitted charges at twice the rate", p99, .atMost(1_000), unit: "ms"))
        }
        if let commit = spread(.durableCommit, \.p50Milliseconds), let health = spread(.healthAlone, \.p50Milliseconds),
            let charge = spread(.chargeAlone, \.p50Milliseconds)
        {
            found.append(
                Judgement(
                    "p50 of a charge, 1 connection, against 4 durable commits + 1 `/healthz`", charge,
                    .atMost(4 * commit.median + health.median), unit: "ms"))
        }
        return found
    }

    /// Where each charge is told to its shop.
    private var lags: [Judgement] {
        let limits: [(String, (EventLags) -> Double)] = [
            ("p99 until an event has its position", { $0.sequencing.p99Milliseconds }),
            ("p99 until an event is told", { $0.delivery.p99Milliseconds }),
            ("last position after the load's end", { $0.sequencedAfterMilliseconds }),
            ("last event told after the load's end", { $0.deliveredAfterMilliseconds }),
        ]
        return limits.compactMap { title, value in
            Spread((samples[.webhooks] ?? []).compactMap(\.lags).map(value)).map {
                Judgement(title, $0, .atMost(1_000), unit: "ms")
            }
        }
    }

    /// Below saturation nothing may be refused; at overload nothing may end otherwise than done or cleanly refused.
    private var losses: [Judgement] {
        var found: [Judgement] = []
        let plain = Scenario.allCases.filter { $0 != .overload }.compactMap { samples[$0] }.joined()
        if let losses = Spread(plain.map { Double($0.failed + $0.shed + $0.itemsRefused) }) {
            let worst = Spread([losses.greatest]) ?? losses
            found.append(
                Judgement("requests or items without success, worst round", worst, .atMost(0), unit: "of them"))
        }
        if let faults = Spread((samples[.webhooks] ?? []).compactMap(\.lags).map { Double($0.lost + $0.forged) }) {
            let worst = Spread([faults.greatest]) ?? faults
            found.append(
                Judgement(
                    "events never told, or not with our signature, worst round", worst, .atMost(0), unit: "events"))
        }
        if let failures = spread(.overload, { Double($0.failed) }) {
            let worst = Spread([failures.greatest]) ?? failures
            found.append(
                Judgement(
                    "at twice the rate: neither done nor 429 or 503, worst round", worst, .atMost(0),
                    unit: "requests"))
        }
        return found
    }

    private var memory: [Judgement] {
        guard let workerBytes, let measured = Spread([Double(workerBytes) / 1_048_576]) else { return [] }
        return [Judgement("memory of the largest worker", measured, .atMost(150), unit: "MiB")]
    }
}
