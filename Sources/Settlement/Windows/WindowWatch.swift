package import Deductions

/// Tells windows that are out of the ordinary for their merchant from those that are not. Pure.
package enum WindowWatch {
    /// With fewer windows before it, a window is only held against the largest of them.
    static let enough = 14
    /// How many deviations above the median are too many.
    static let limit = 6.0
    /// How many times the largest sum so far is too much while there are few.
    static let times: Int64 = 3

    /// Why these figures are odd after such a history; nothing: they are not. A merchant's first window is not judged:
    /// there is nothing to hold it against.
    package static func reasons(_ figures: WindowFigures, after history: [WindowFigures]) -> [WindowReason] {
        guard history.count >= enough else {
            guard let largest = history.map(\.amount).max(), exceeds(figures.amount, largest) else { return [] }
            return [WindowReason(figure: .amount, value: figures.amount, usual: largest)]
        }
        return WindowReason.Figure.allCases.compactMap { figure in
            let usual = Usual(history.map { $0[figure] })
            guard Double(figures[figure]) > usual.bound else { return nil }
            return WindowReason(figure: figure, value: figures[figure], usual: usual.median)
        }
    }

    /// Above which amount a single payment is odd; nil: too few windows to say.
    package static func oddAmount(after history: [WindowFigures]) -> Int64? {
        guard history.count >= enough else { return nil }
        let bound = Usual(history.map(\.largest)).bound
        return bound < 9e18 ? Int64(bound) : nil
    }

    private static func exceeds(_ amount: Int64, _ largest: Int64) -> Bool {
        let (bound, overflow) = largest.multipliedReportingOverflow(by: times)
        return !overflow && amount > bound
    }

    /// The middle of some numbers, and how far they lie from it as a rule.
    private struct Usual {
        let median: Int64
        let deviation: Double

        init(_ values: [Int64]) {
            median = Self.middle(values)
            let center = median
            let distances = values.map { $0.subtractingReportingOverflow(center).partialValue.magnitude }
            // 1.4826: of a normal distribution, the median distance as a standard deviation. Where nearly all were
            // alike it would be none; a tenth more or one more is never odd.
            let spread = Double(Self.middle(distances)) * 1.4826
            deviation = max(spread, Double(median) / 10, 1)
        }

        var bound: Double { Double(median) + limit * deviation }

        private static func middle<Number: BinaryInteger>(_ values: [Number]) -> Number {
            let sorted = values.sorted()
            return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        }
    }
}

extension WindowFigures {
    fileprivate subscript(_ figure: WindowReason.Figure) -> Int64 {
        switch figure {
        case .count: count
        case .amount: amount
        case .largest: largest
        case .newPayers: newPayers
        }
    }
}
