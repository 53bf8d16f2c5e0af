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
    /// Items refused within requests that were done.
    package var itemsRefused: Int
    /// Processor time of each group of processes per item done.
    package var microsecondsPerItem: [ProcessGroup: Double]
    /// Where events got positions.
    package var lags: EventLags?

    package init(_ result: LoadResult, used: ProcessorTime) {
        ratePerSecond = result.ratePerSecond
        p50Milliseconds = result.admitted.p50Milliseconds
        p99Milliseconds = result.admitted.p99Milliseconds
        longestMilliseconds = result.admitted.longestMilliseconds
        succeeded = result.succeeded
        shed = result.shed
        failed = result.failed
        itemsRefused = result.itemsRefused
        let items = Double(max(1, result.items))
        microsecondsPerItem = used.seconds.mapValues { $0 * 1e6 / items }
    }
}
