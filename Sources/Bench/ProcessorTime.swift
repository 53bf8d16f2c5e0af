/// Processor seconds of groups of processes.
package struct ProcessorTime: Sendable {
    package var seconds: [ProcessGroup: Double]

    package init(seconds: [ProcessGroup: Double] = [:]) {
        self.seconds = seconds
    }

    /// Reads the time used so far by living processes (proc(5), `stat`, in ticks of 10 ms).
    package static func used(by processes: [ProcessGroup: [Int32]]) -> ProcessorTime {
        ProcessorTime(
            seconds: processes.mapValues { identifiers in
                identifiers.reduce(0) { $0 + (ProcessTable.processorSeconds($1) ?? 0) }
            })
    }

    /// What was used since `earlier`; a process that was replaced in between counts from its own start.
    package func since(_ earlier: ProcessorTime) -> ProcessorTime {
        ProcessorTime(
            seconds: Dictionary(
                uniqueKeysWithValues: seconds.map { ($0.key, max(0, $0.value - (earlier.seconds[$0.key] ?? 0))) }))
    }

    package func scaled(by factor: Double) -> ProcessorTime {
        ProcessorTime(seconds: seconds.mapValues { $0 * factor })
    }
}
