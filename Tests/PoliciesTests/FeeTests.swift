import Policies
import Testing

@Suite("Fees")
struct FeeTests {
    private func fees(
        _ basisPoints: Int64, fixed: Int64 = 0, minimum: Int64 = 0, maximum: Int64? = nil, returns: Bool = false
    ) -> FeeRules {
        var rules = FeeRules()
        rules.basisPoints = basisPoints
        rules.fixed = fixed
        rules.minimum = minimum
        rules.maximum = maximum
        rules.returnsWithRefund = returns
        return rules
    }

    @Test("A share rounded half up, something fixed, within bounds, never all of it")
    func amounts() {
        #expect(fees(60).fee(of: 10_000) == 60)
        #expect(fees(50).fee(of: 100) == 1)
        #expect(fees(49).fee(of: 100) == 0)
        #expect(fees(60, fixed: 10).fee(of: 10_000) == 70)
        #expect(fees(60, minimum: 100).fee(of: 10_000) == 100)
        #expect(fees(60, maximum: 50).fee(of: 10_000) == 50)
        #expect(fees(0, fixed: 10).fee(of: 5) == 4)
        #expect(fees(10_000).fee(of: 1) == 0)
        #expect(fees(0).fee(of: .max) == 0)
        #expect(fees(10_000, fixed: 1_000_000_000_000).fee(of: 1_000_000_000_000) == 999_999_999_999)
    }

    @Test("J3 captured in a million random parts, the fees of the parts are the fee of the whole, or a little less")
    func parts() {
        var random = SystemRandomNumberGenerator()
        var splits = 0
        while splits < 1_000_000 {
            let rules = fees(
                .random(in: 0...10_000, using: &random), fixed: .random(in: 0...50, using: &random),
                minimum: .random(in: 0...30, using: &random), maximum: Bool.random() ? 500 : nil)
            let whole = Int64.random(in: 1...100_000, using: &random)
            var (captured, charged, isCapped) = (Int64(0), Int64(0), false)
            while captured < whole {
                let part = Int64.random(in: 1...(whole - captured), using: &random)
                let fee = rules.fee(ofCapturing: part, after: captured)
                isCapped = isCapped || fee == part - 1
                #expect(fee >= 0 && fee < part)
                captured += part
                charged += fee
                splits += 1
            }
            // Only a part too small for its share leaves something out.
            #expect(charged == rules.fee(of: whole) || (isCapped && charged < rules.fee(of: whole)))
        }
    }

    @Test("J3 refunded in random parts, all of the fee comes back, and no more, where it does at all")
    func returned() {
        var random = SystemRandomNumberGenerator()
        let rules = fees(60, returns: true)
        for _ in 0..<50_000 {
            var left = Int64.random(in: 1...1_000_000_000_000, using: &random)
            var fee = rules.fee(of: left)
            while left > 0 {
                let amount = Bool.random(using: &random) ? left : Int64.random(in: 1...left, using: &random)
                let back = rules.returned(of: fee, refunding: amount, of: left)
                #expect(back >= 0 && back <= min(fee, amount))
                fee -= back
                left -= amount
            }
            #expect(fee == 0)
        }
        #expect(fees(60).returned(of: 60, refunding: 10_000, of: 10_000) == 0)
    }
}
