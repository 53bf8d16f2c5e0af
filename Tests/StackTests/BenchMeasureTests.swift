import Testing

@testable import Bench

/// How the bench counts, sums up and judges.
struct BenchMeasureTests {
    @Test("the median of an even number of rounds lies between the middle two")
    func spread() throws {
        #expect(Spread([]) == nil)
        let odd = try #require(Spread([3, 1, 2]))
        #expect(odd.median == 2 && odd.least == 1 && odd.greatest == 3)
        let even = try #require(Spread([4, 1, 2, 3]))
        #expect(even.median == 2.5)
    }

    @Test("latencies of refused requests do not improve those of admitted ones")
    func admitted() {
        var result = LoadResult(seconds: 2, itemsPerRequest: 10)
        result.record(status: 201, nanoseconds: 5_000_000)
        result.record(status: 201, nanoseconds: 5_000_000)
        for status in [429, 503, 500, LoadResult.noAnswer] { result.record(status: status, nanoseconds: 1_000) }
        #expect(result.succeeded == 2 && result.shed == 2 && result.failed == 2 && result.total == 6)
        #expect(result.ratePerSecond == 10)
        #expect(result.admitted.count == 2 && result.refused.count == 3)
        #expect(abs(result.admitted.p50Milliseconds - 5) < 0.01)
    }

    @Test("refused items of a bulk request are not counted as done")
    func bulkItems() {
        let traffic = BulkTraffic(
            to: ServiceAddress(host: "localhost", port: 443), keys: [], payers: [BenchPayer(id: "p", merchantIndex: 0)],
            itemsPerRequest: 3, run: "R", seed: 1)
        var answer = HTTPAnswer(status: 200)
        answer.body = Array(
            #"{"results":[{"status":201,"payment":{}},{"status":503,"problem":{}},{"status":201,"payment":{}}]}"#.utf8)
        var result = LoadResult(seconds: 1, itemsPerRequest: 3)
        result.record(status: 200, items: traffic.itemsDone(answer), nanoseconds: 1)
        #expect(result.ratePerSecond == 2 && result.itemsRefused == 1)
        answer.status = 503
        #expect(traffic.itemsDone(answer) == 0)
    }

    @Test("ratios compare the rounds with each other, and every limit is judged by its median")
    func judgements() throws {
        var report = BenchReport(machine: .current)
        report.samples[.health] = [sample(rate: 1_000), sample(rate: 2_000), sample(rate: 4_000)]
        report.samples[.charge] = [sample(rate: 500), sample(rate: 500), sample(rate: 1_000)]
        let ratio = try #require(report.ratio(.charge, to: .health))
        #expect(ratio.median == 0.25 && ratio.greatest == 0.5)
        let judgement = try #require(report.judgements.first { $0.title.hasPrefix("charges ÷ `/healthz`") })
        #expect(!judgement.isMet && !report.isGood && !report.isVoid)
        report.samples[.charge] = [sample(rate: 400), sample(rate: 800), sample(rate: 1_600)]
        #expect(report.isGood)
        report.violations = ["I4"]
        #expect(report.isVoid && !report.isGood)
        #expect(report.markdown.contains("VOID"))
    }

    @Test("requests without success below saturation are a missed limit")
    func losses() {
        var report = BenchReport(machine: .current)
        var result = LoadResult(seconds: 1, itemsPerRequest: 1)
        result.record(status: 201, nanoseconds: 1)
        result.record(status: 503, nanoseconds: 1)
        report.samples[.charge] = [Sample(result, used: ProcessorTime())]
        #expect(!report.isGood)
        report.samples = [.overload: [Sample(result, used: ProcessorTime())]]
        #expect(report.isGood)
    }

    private func sample(rate: Int) -> Sample {
        var result = LoadResult(seconds: 1, itemsPerRequest: rate)
        result.record(status: 200, nanoseconds: 1_000_000)
        return Sample(result, used: ProcessorTime())
    }
}
