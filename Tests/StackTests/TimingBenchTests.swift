import Bench
import Testing

/// The statistics behind `kadock bench timing`.
@Suite struct TimingBenchTests {
    private var random = SeededRandom(seed: 6)

    /// Times with noise, a few of them disturbed for long, as real ones are.
    private mutating func times(_ count: Int, around center: UInt32) -> [UInt32] {
        (0..<count).map { _ in
            let noise = UInt32.random(in: 0..<200, using: &random)
            return center + noise + (Int.random(in: 0..<50, using: &random) == 0 ? 50_000 * (noise % 7) : 0)
        }
    }

    @Test("Welch's t of numbers whose t is known")
    func known() throws {
        // Means 2 and 3, variances of 200/199: t = 1 / sqrt(2 × (200/199) / 200) = sqrt(99.5).
        let first: [UInt32] = (0..<200).map { $0 % 2 == 0 ? 1 : 3 }
        let second: [UInt32] = (0..<200).map { $0 % 2 == 0 ? 2 : 4 }
        let wanted: Double = 9.97496867
        let t = try #require(WelchTest.t(second, first))
        #expect(abs(t - wanted) < 0.000_01)
        #expect(WelchTest.greatestT(first, first) == 0)
        #expect(WelchTest.greatestT([1, 2], [1, 2]) == nil)
    }

    @Test("A difference much smaller than the noise is found, and none where there is none")
    mutating func differences() throws {
        let (base, same) = (times(50_000, around: 1_000), times(50_000, around: 1_000))
        let slower = times(50_000, around: 1_004)
        #expect(try #require(WelchTest.greatestT(base, same)) < 4.5)
        #expect(try #require(WelchTest.greatestT(base, slower)) > 4.5)
    }

    @Test("Layouts that differ by chance make no difference, and hide none that they have in common")
    mutating func layouts() throws {
        let count = 200
        var (alike, slower): ([(first: [UInt32], second: [UInt32])], [(first: [UInt32], second: [UInt32])]) = ([], [])
        for _ in 0..<count {
            // Of each layout, what happens to make one form slower, and what both have in common.
            let chance = UInt32.random(in: 0..<60, using: &random)
            let base = 1_000 + UInt32.random(in: 0..<300, using: &random)
            alike.append((times(300, around: base + 30), times(300, around: base + chance)))
            slower.append((times(300, around: base + 30), times(300, around: base + 20 + chance)))
        }
        #expect(try #require(PairedTest.greatestT(alike)) < 4.5)
        #expect(try #require(PairedTest.greatestT(slower)) > 4.5)
        #expect(PairedTest.greatestT([([1], [2])]) == nil)
    }
}
