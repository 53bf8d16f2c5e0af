import JSON

/// The merchants and payers of a demo, kept in a file of their own: secrets cannot be read back from the database.
struct Demo: Sendable {
    var merchants: [DemoMerchant] = []
    var payers: [DemoPayer] = []

    static func read(_ path: String) throws(StackFailure) -> Demo {
        guard let value = try? JSONReader.parse(try Files.read(path)) else {
            throw .file(path: path, reason: "is not JSON")
        }
        return Demo(
            merchants: (value["merchants"]?.elements ?? []).compactMap(DemoMerchant.init),
            payers: (value["payers"]?.elements ?? []).compactMap(DemoPayer.init))
    }

    func write(to path: String) throws(StackFailure) {
        var writer = JSONWriter(capacity: 16_384)
        writer.object { writer in
            writer.array("merchants") { writer in
                for merchant in merchants { writer.object { merchant.write(into: &$0) } }
            }
            writer.array("payers") { writer in
                for payer in payers { writer.object { payer.write(into: &$0) } }
            }
        }
        try Files.write(writer.bytes, to: path)
    }
}
