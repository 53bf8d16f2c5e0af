import Foundation

/// Where the workers of a machine hang out their counters: a file each in one directory, so that whichever worker is
/// asked can answer for all.
package struct MetricsBoard: Sendable {
    /// A file that has not been renewed for so long belongs to a worker that is gone.
    static let patienceSeconds: TimeInterval = 60
    /// One whose file was renewed within so long is at work: it does so each second.
    private static let livelySeconds: TimeInterval = 5

    private let directory: URL
    private let worker: String
    private let metrics: Metrics

    /// `worker` is the name in every label, and of the file.
    package init(directory: String, worker: String, metrics: Metrics) {
        self.directory = URL(fileURLWithPath: directory, isDirectory: true)
        self.worker = worker
        self.metrics = metrics
    }

    /// Writes this worker's file anew; readers see the old one or the new one. A failure is not worth a word each
    /// second: the file grows old, and what is missing is seen.
    package func publish() { try? Data(own().joined(separator: "\n").utf8).write(to: file, options: .atomic) }

    /// Takes this worker's file away.
    package func remove() { try? FileManager.default.removeItem(at: file) }

    /// How many workers do the same work on this machine, this one among them: those whose names differ in the number
    /// only, and whose counters were renewed lately.
    package func workerCount() -> Int {
        1 + fresh(within: Self.livelySeconds).count { Self.work($0) == Self.work(file) }
    }

    private static func work(_ file: URL) -> Substring {
        let name = file.deletingPathExtension().lastPathComponent
        return name[..<(name.lastIndex { !$0.isNumber } ?? name.startIndex)]
    }

    /// The families of all workers.
    func text() -> String {
        var families = Families()
        families.add(own())
        for other in others() { families.add(other) }
        return families.text
    }

    private var file: URL {
        let name = worker.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return directory.appendingPathComponent(String(decoding: name, as: UTF8.self) + ".prom")
    }

    private func own() -> [String] { metrics.families().flatMap { $0.lines(worker: worker) } }

    private func others() -> [[String]] {
        fresh(within: Self.patienceSeconds).compactMap { file in
            (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n").map(String.init)
        }
    }

    /// Other workers' files that are no older than this.
    private func fresh(within seconds: TimeInterval) -> [URL] {
        let files = try? FileManager.default.contentsOfDirectory(
            at: directory, includingPropertiesForKeys: [.contentModificationDateKey])
        return (files ?? []).filter { $0.pathExtension == "prom" && $0.lastPathComponent != file.lastPathComponent }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .filter { file in
                let values = try? file.resourceValues(forKeys: [.contentModificationDateKey])
                return values?.contentModificationDate.map { $0.timeIntervalSinceNow > -seconds } ?? false
            }
    }

    /// Lines put together again by family, as the format wants each family in one piece.
    private struct Families {
        private var order: [String] = []
        private var heads: [String: [String]] = [:]
        private var samples: [String: [String]] = [:]

        mutating func add(_ lines: [String]) {
            var name = ""
            for line in lines {
                if line.hasPrefix("# ") {
                    let words = line.split(separator: " ", maxSplits: 3)
                    guard words.count == 4 else { continue }
                    name = String(words[2])
                    if samples[name] == nil {
                        order.append(name)
                        samples[name] = []
                    }
                    let isNew = heads[name]?.contains { $0.hasPrefix("# \(words[1]) ") } != true
                    if isNew { heads[name, default: []].append(line) }
                } else {
                    samples[name]?.append(line)
                }
            }
        }

        var text: String {
            order.flatMap { (heads[$0] ?? []) + (samples[$0] ?? []) }.map { $0 + "\n" }.joined()
        }
    }
}
