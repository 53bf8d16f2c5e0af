/// Times in their order, with the sums of all that are not longer than each.
struct CroppedSums {
    private let sorted: [UInt32]
    /// Of the first n times, and of their squares; exact.
    private let sums: [UInt64]
    private let squares: [UInt64]

    init(_ times: [UInt32]) {
        sorted = times.sorted()
        var sums: [UInt64] = [0]
        var squares: [UInt64] = [0]
        for time in sorted {
            sums.append(sums[sums.count - 1] + UInt64(time))
            squares.append(squares[squares.count - 1] &+ UInt64(time) * UInt64(time))
        }
        (self.sums, self.squares) = (sums, squares)
    }

    /// Of the times up to a limit.
    func below(_ limit: UInt32) -> Moments {
        let count = sorted.partitioningCount { $0 <= limit }
        guard count > 1 else { return Moments(count: Double(count), mean: 0, variance: 0) }
        let mean = Double(sums[count]) / Double(count)
        let spread = Double(squares[count]) / Double(count) - mean * mean
        return Moments(
            count: Double(count), mean: mean, variance: max(0, spread) * Double(count) / Double(count - 1))
    }
}

extension [UInt32] {
    /// How many elements in front fulfil what all in front do and none behind does.
    fileprivate func partitioningCount(_ isInFront: (UInt32) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isInFront(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
