extension PressureRules {
    init(_ reader: PolicyReader) {
        queues = reader.read("action", .word("reject", "queue")) == "queue"
        thresholdPercent = reader.read("threshold_percent", .integer(1...100)) ?? thresholdPercent
        reader.finish("action", "threshold_percent")
    }
}
