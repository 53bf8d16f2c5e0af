import Deductions
import Docking
import FastCGI
import Threading

/// The FastCGI server's counts for the metrics, which are put together before the server is.
final class ServerCounters: Sendable {
    private let server = Guarded<FastCGIServer?>(nil)

    func watch(_ server: FastCGIServer) { self.server.withLock { $0 = server } }

    func families() -> [MetricFamily] {
        guard let counts = server.withLock({ $0 })?.statistics else { return [] }
        return [
            MetricFamily("kadock_fastcgi_connections", "Connections open now.", .gauge, Int64(counts.open)),
            MetricFamily(
                "kadock_fastcgi_connections_total", "Connections accepted.", .counter, Int64(counts.connections)),
            MetricFamily(
                "kadock_fastcgi_refused_total", "Connections closed for what they sent.", .counter,
                Int64(counts.refused)),
            MetricFamily(
                "kadock_fastcgi_undelivered_total", "Answers that could not be written.", .counter,
                Int64(counts.undelivered)),
        ]
    }
}

extension Engine {
    func families() -> [MetricFamily] {
        let counts = statistics
        return [
            MetricFamily("kadock_engine_batches_total", "Batches committed.", .counter, counts.batches),
            MetricFamily("kadock_engine_commands_total", "Commands decided.", .counter, counts.commands),
            MetricFamily("kadock_engine_waiting", "Commands waiting for a lane.", .gauge, Int64(waiting)),
        ]
    }
}
