import JSON

extension PolicyTerms {
    /// As the payment's row holds it.
    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 160)
        writer.object { writer in
            writer.field("version", version)
            writer.field("rule", rule)
            writer.object("fees") { fees.write(into: &$0) }
            writer.field("over_capture_basis_points", overCaptureBasisPoints)
        }
        return writer.bytes
    }

    /// nil: that is not what `json` wrote.
    package init?(json: [UInt8]) {
        guard let value = try? JSONReader.parse(json), let version = value["version"]?.integer,
            let overCapture = value["over_capture_basis_points"]?.integer, let fees = value["fees"]
        else { return nil }
        let faults = PolicyFaults()
        self.init(
            version: version, rule: value["rule"]?.text, fees: FeeRules(PolicyReader(fees, at: "fees", faults)),
            overCaptureBasisPoints: overCapture)
        guard faults.all.isEmpty else { return nil }
    }
}
