/// One metric with all its samples, as Prometheus' text format has them.
package struct MetricFamily: Sendable {
    /// What Prometheus calls the type.
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    package let name: String
    package let help: String
    package let kind: Kind
    /// Whole lines without the name of the worker: `name{labels} value`, or a suffixed name for histograms.
    package private(set) var samples: [String] = []

    /// Names follow Prometheus' rules: base units, `_total` for counters.
    package init(_ name: String, _ help: String, _ kind: Kind) {
        self.name = name
        self.help = help
        self.kind = kind
    }

    /// A family with one sample.
    package init(_ name: String, _ help: String, _ kind: Kind, _ value: Int64) {
        self.init(name, help, kind)
        add(labels: [], value: String(value))
    }

    mutating func add(suffix: String = "", labels: [(name: String, value: String)], value: String) {
        let text = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        samples.append("\(name)\(suffix){\(text)} \(value)")
    }

    /// The family's lines, every sample with the worker's label.
    func lines(worker: String) -> [String] {
        let label = "worker=\"\(Self.escaped(worker))\""
        return ["# HELP \(name) \(help)", "# TYPE \(name) \(kind.rawValue)"]
            + samples.map { sample in
                guard let brace = sample.firstIndex(of: "{") else { return sample }
                let rest = sample[sample.index(after: brace)...]
                return sample[...brace] + label + (rest.hasPrefix("}") ? "" : ",") + rest
            }
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
