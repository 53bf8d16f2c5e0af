import Foundation
import Testing

@testable import Docking

struct MetricsTests {
    @Test("Metrics are there for ourselves only")
    func access() throws {
        let counter = try Counter()
        #expect(counter.unsigned("GET", "/metrics").status == 404)
        #expect(counter.unsigned("GET", "/metrics", headers: [("kadock-internal", "1")]).status == 404)
        let response = counter.unsigned("GET", "/metrics", isInternal: true)
        #expect(response.status == 200)
        let text = String(decoding: response.body, as: UTF8.self)
        #expect(
            text.contains(
                #"kadock_http_requests_total{worker="w1",method="GET",path="/metrics",status="404"} 2"#))
        #expect(text.contains("# TYPE kadock_http_request_seconds histogram"))
    }

    @Test("Paths that callers make up are counted together")
    func bounded() throws {
        let counter = try Counter()
        for index in 0..<50 { _ = counter.unsigned("GET", "/v1/\(index)") }
        _ = counter.unsigned("GET", "/v1/payments/abc")
        let text = String(decoding: counter.unsigned("GET", "/metrics", isInternal: true).body, as: UTF8.self)
        #expect(text.contains(#"method="other",path="other",status="404"} 50"#))
        #expect(text.contains(#"path="/v1/payments/{id}",status="401"} 1"#))
    }

    @Test("Every worker's counters in one answer, each family in one piece")
    func merged() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func board(_ worker: String, _ value: Int64) -> MetricsBoard {
            let metrics = Metrics(sources: [{ [MetricFamily("kadock_batches_total", "Batches.", .counter, value)] }])
            return MetricsBoard(directory: folder.path, worker: worker, metrics: metrics)
        }
        board("w/2", 7).publish()
        let text = board("w1", 5).text()
        #expect(
            text.contains(
                """
                # HELP kadock_batches_total Batches.
                # TYPE kadock_batches_total counter
                kadock_batches_total{worker="w1"} 5
                kadock_batches_total{worker="w/2"} 7

                """))
        board("w/2", 7).remove()
        #expect(!board("w1", 5).text().contains("w/2"))
    }

    @Test("Counters of a worker that is gone are not told for ever")
    func stale() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("old.prom")
        try Data("# HELP x X.\n# TYPE x counter\nx{worker=\"old\"} 1\n".utf8).write(to: file)
        let board = MetricsBoard(directory: folder.path, worker: "w1", metrics: Metrics())
        #expect(board.text().contains("old"))
        let past = Date(timeIntervalSinceNow: -MetricsBoard.patienceSeconds - 10)
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: file.path)
        #expect(!board.text().contains("old"))
    }

    @Test("The publisher hangs out a file and takes it away")
    func publisher() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let publisher = MetricsPublisher(MetricsBoard(directory: folder.path, worker: "w1", metrics: Metrics()))
        publisher.stop()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(
        "Histograms add up",
        arguments: [(0, "0"), (1, "0.000001"), (2500, "0.0025"), (1_000_000, "1"), (1_230_000, "1.23")])
    func seconds(microseconds: Int64, text: String) {
        #expect(Metrics.seconds(microseconds) == text)
        var counter = RequestCounter()
        counter.add(microseconds: microseconds)
        #expect(counter.buckets.reduce(0, +) == 1 && counter.sumMicroseconds == microseconds)
    }
}
