/// One scenario measured once.
package struct Sample: Sendable {
    package var ratePerSecond: Double
    package var p50Milliseconds: Double
    package var p99Milliseconds: Double
    package var longestMilliseconds: Double
    /// Requests (not items) done, turned away with no effect, and otherwise ended.
    package var succeeded: Int
    package var shed: Int
    package var failed: Int
    /// Processor time of each group of processes per item done.
    package var microsecondsPerItem: [ProcessGroup: Double]

    package init(_ result: LoadResult, used: ProcessorTime) {
        ratePerSecond = result.ratePerSecond
        p50Milliseconds = result.admitted.p50Milliseconds
        p99Milliseconds = result.admitted.p99Milliseconds
        longestMilliseconds = result.admitted.longestMilliseconds
        succeeded = result.succeeded
        shed = result.shed
        failed = result.failed
        let items = Double(max(1, result.succeeded * result.itemsPerRequest))
        microsecondsPerItem = used.seconds.mapValues { $0 * 1e6 / items }
    }
}
