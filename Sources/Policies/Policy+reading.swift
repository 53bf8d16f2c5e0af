package import JSON
import Values

extension Policy {
    /// Reads a policy; throws everything that is wrong with it.
    package init(json value: JSONValue) throws(PolicyRefusal) {
        let faults = PolicyFaults()
        let reader = PolicyReader(value, at: "", faults)
        self.init(reader)
        guard faults.all.isEmpty else { throw PolicyRefusal(faults: faults.all) }
    }

    init(_ reader: PolicyReader) {
        zone = reader.read("time_zone", .zone) ?? zone
        mode = reader.read("mode", .mode) ?? mode
        scenarios = Self.scenarios(reader)
        rules = reader.objects("rules", atMost: 200).compactMap(PolicyRule.init)
        // What is as important keeps the order in which it was written.
        rules = rules.enumerated().sorted { ($1.element.priority, $0.offset) < ($0.element.priority, $1.offset) }
            .map(\.element)
        for name in Dictionary(grouping: rules, by: \.name).filter({ $1.count > 1 }).keys.sorted() {
            reader.faults.add(reader.place("rules"), "two rules are called \(name)")
        }
        if let inner = reader.object("hold") {
            hold = HoldTerms(
                seconds: inner.read("seconds", .integer(1...HoldTerms.longestSeconds)) ?? hold.seconds,
                capturer: inner.read("capture_by", .capturer) ?? hold.capturer)
            overCaptureBasisPoints = inner.read("over_capture_basis_points", .basisPoints) ?? 0
            inner.finish("seconds", "capture_by", "over_capture_basis_points")
        }
        if let inner = reader.object("batch") { batch = BatchRules(inner) }
        if let inner = reader.object("fees") { fees = FeeRules(inner) }
        if let inner = reader.object("caps") {
            largestPayment = inner.read("payment", .amount, orNull: true)
            inner.finish("payment")
        }
        if let inner = reader.object("fail_posture") {
            unscoredLimit = inner.read("realtime_up_to", .amount) ?? unscoredLimit
            inner.finish("realtime_up_to")
        }
        if let inner = reader.object("on_pressure") { pressure = PressureRules(inner) }
        reader.finish(
            "time_zone", "mode", "scenarios", "rules", "hold", "batch", "fees", "caps", "fail_posture", "on_pressure")
    }

    private static func scenarios(_ reader: PolicyReader) -> [String: Mode] {
        guard let inner = reader.object("scenarios") else { return [:] }
        guard inner.all.count <= 100 else {
            reader.faults.add(reader.place("scenarios"), "must have at most 100 members")
            return [:]
        }
        var modes: [String: Mode] = [:]
        for member in inner.all {
            if PolicyMember.text(1...64).read(.string(member.key)) == nil {
                reader.faults.add(inner.place(member.key), PolicyMember.text(1...64).demand)
            }
            modes[member.key] = inner.read(member.key, .mode)
        }
        return modes
    }
}
