import Threading

/// What this process counts.
package final class Metrics: Sendable {
    private let requests = Guarded<[RequestKey: RequestCounter]>([:])
    private let sources: [@Sendable () -> [MetricFamily]]

    /// `sources` tell what others count: the engine, the server. They are asked once a second.
    package init(sources: [@Sendable () -> [MetricFamily]] = []) { self.sources = sources }

    func record(_ key: RequestKey, microseconds: Int64) {
        requests.withLock { $0[key, default: RequestCounter()].add(microseconds: microseconds) }
    }

    func families() -> [MetricFamily] {
        let counted = requests.withLock { $0 }
        let sorted = counted.sorted { left, right in
            (left.key.path, left.key.method, left.key.status) < (right.key.path, right.key.method, right.key.status)
        }
        var total = MetricFamily("kadock_http_requests_total", "Requests answered.", .counter)
        var duration = MetricFamily("kadock_http_request_seconds", "Time to answer a request.", .histogram)
        for (key, counter) in sorted {
            let labels = [
                (name: "method", value: key.method), (name: "path", value: key.path),
                (name: "status", value: String(key.status)),
            ]
            total.add(labels: labels, value: String(counter.count))
            add(counter, labels, to: &duration)
        }
        return [total, duration] + sources.flatMap { $0() }
    }

    private func add(
        _ counter: RequestCounter, _ labels: [(name: String, value: String)], to family: inout MetricFamily
    ) {
        var sum: Int64 = 0
        for (bound, count) in zip(RequestCounter.boundsMicroseconds, counter.buckets) {
            sum += count
            let bucket = (name: "le", value: Self.seconds(bound))
            family.add(suffix: "_bucket", labels: labels + [bucket], value: String(sum))
        }
        family.add(suffix: "_bucket", labels: labels + [(name: "le", value: "+Inf")], value: String(counter.count))
        family.add(suffix: "_sum", labels: labels, value: Self.seconds(counter.sumMicroseconds))
        family.add(suffix: "_count", labels: labels, value: String(counter.count))
    }

    /// Microseconds as decimal seconds without trailing zeros.
    static func seconds(_ microseconds: Int64) -> String {
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest > 0 else { return String(whole) }
        var digits = String(rest)
        digits = String(repeating: "0", count: 6 - digits.utf8.count) + digits
        while digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
