extension FeeRules {
    init(_ reader: PolicyReader) {
        basisPoints = reader.read("basis_points", .basisPoints) ?? basisPoints
        fixed = reader.read("fixed", .amount) ?? fixed
        minimum = reader.read("minimum", .amount) ?? minimum
        maximum = reader.read("maximum", .amount, orNull: true)
        if let maximum, maximum < minimum { reader.faults.add(reader.place("maximum"), "must not be under minimum") }
        // Payers pay what the shop told them and nothing else; the member says so where somebody looks for it.
        _ = reader.read("bearer", .word("merchant"))
        returnsWithRefund = reader.read("refund_fee", .flag) ?? returnsWithRefund
        reader.finish("basis_points", "fixed", "minimum", "maximum", "bearer", "refund_fee")
    }
}
