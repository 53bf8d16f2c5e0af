/// What programmers outside are told.
extension HouseRule {
    static let description = [describedFields]

    private static let describedFields = HouseRule(
        says: "A field that is read from a request stands in the description of the API",
        breach: Tree([
            "Sources/OpenAPI/openapi.json": "{ \"amount\": {} }\n",
            "Sources/Docking/Payments/PaymentForm.swift": "let tip = reader.optional(\"tip\", .amount)\n",
        ])
    ) { tree in
        let description = tree.files.first { $0.path == "Sources/OpenAPI/openapi.json" }?.text ?? ""
        return tree.sources.filter { $0.target == "Docking" }.flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                guard let name = fieldRead(in: line), !description.contains("\"\(name)\": {") else { return nil }
                return Violation(file.path, line: index + 1, "\(name) is not described")
            }
        }
    }

    /// The name in `reader.required("name", …)` or `reader.optional("name", …)`.
    private static func fieldRead(in line: Substring) -> Substring? {
        ["reader.required(\"", "reader.optional(\""].lazy.compactMap { line.ranges(of: $0).first }.first.map { range in
            line[range.upperBound...].prefix { $0 != "\"" }
        }
    }
}
