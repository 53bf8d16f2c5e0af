import Deductions
import Settlement
import Testing

/// Which windows are out of the ordinary.
struct WindowWatchTests {
    private func figures(
        _ amount: Int64, count: Int64 = 100, newPayers: Int64 = 3, largest: Int64 = 50
    ) -> WindowFigures {
        WindowFigures(count: count, amount: amount, newPayers: newPayers, largest: largest)
    }

    /// Fourteen windows of sums from 1,000 to 1,130.
    private var usual: [WindowFigures] { (0..<14).map { figures(1_000 + 10 * Int64($0)) } }

    @Test("Of few windows the largest counts, three times over; the first is not judged")
    func few() {
        #expect(WindowWatch.reasons(figures(1_000_000), after: []) == [])
        let history = [figures(100), figures(1_000), figures(10)]
        #expect(WindowWatch.reasons(figures(3_000, count: 9_000), after: history) == [])
        #expect(
            WindowWatch.reasons(figures(3_001), after: history) == [
                WindowReason(figure: .amount, value: 3_001, usual: 1_000)
            ])
        #expect(WindowWatch.oddAmount(after: history) == nil)
        // What is beyond all bounds is not odd by overflow.
        #expect(WindowWatch.reasons(figures(.max), after: [figures(.max / 2)]) == [])
    }

    @Test("Of many, six deviations from the median are too many; less than usual never is")
    func many() {
        // The median is 1,070, the deviation a tenth of it: 107 against 52 from the distances.
        #expect(WindowWatch.reasons(figures(1_712), after: usual) == [])
        #expect(
            WindowWatch.reasons(figures(1_713), after: usual) == [
                WindowReason(figure: .amount, value: 1_713, usual: 1_070)
            ])
        #expect(WindowWatch.reasons(figures(1, count: 0, newPayers: 0, largest: 1), after: usual) == [])
        let odd = WindowWatch.reasons(figures(1_000, count: 161, newPayers: 10, largest: 81), after: usual)
        #expect(odd.map(\.figure) == [.count, .largest, .newPayers])
        #expect(WindowWatch.oddAmount(after: usual) == 80)
    }

    @Test("Single windows that were odd themselves do not move what is usual")
    func robust() {
        let history = usual + [figures(9_000_000), figures(8_000_000), figures(7_000_000)]
        #expect(WindowWatch.reasons(figures(100_000), after: history).map(\.figure) == [.amount])
    }
}
