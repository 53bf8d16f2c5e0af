/// Order numbers that no other thread and no other run writes; fit for nonces too.
struct OrderNumbers {
    private let prefix: String
    private var count = 0

    init(run: String, thread: Int) {
        prefix = "\(run)T\(thread)N"
    }

    mutating func next() -> String {
        count += 1
        return prefix + String(count)
    }
}
